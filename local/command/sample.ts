import type { TokenCredential } from "@azure/identity";
import { localCredential, startArm } from "../arm/index.ts";
import type { ArmState } from "../arm/state.ts";
import { travelBack, travelTo } from "../clock.ts";
import { startPrices } from "../prices/index.ts";
import { sampleEstate, secondNight, settle } from "../sample/estate.ts";
import { samplePrices } from "../sample/prices.ts";

/** The sample estate, with stand-ins for Azure and its price list on this machine. */
export interface Sample {
  readonly env: Readonly<Record<string, string>>;
  readonly credential: TokenCredential;
  readonly state: ArmState;
  /** Before anything changed in it. It shows the night after unless it is told otherwise. */
  showFirstNight(): void;
  showSecondNight(): void;
  close(): Promise<void>;
}

const FIRST_NIGHT = "2026-11-23T06:00:00Z";
const SECOND_NIGHT = "2026-11-24T06:00:00Z";

export async function startSample(): Promise<Sample> {
  const state = sampleEstate();
  const showSecondNight = (): void => {
    travelTo(SECOND_NIGHT);
    secondNight(state);
  };
  showSecondNight();
  const arm = await startArm(state);
  const prices = await startPrices(samplePrices()).catch(async (error: unknown) => {
    await arm.close();
    throw error;
  });
  return {
    env: { AZURE_RESOURCE_MANAGER_ENDPOINT: arm.url, RETAIL_PRICES_ENDPOINT: prices.url, RETRY_DELAY_MS: "20" },
    credential: localCredential,
    state,
    showFirstNight: () => {
      travelTo(FIRST_NIGHT);
      Object.assign(state, sampleEstate());
      settle(state);
    },
    showSecondNight,
    close: async () => {
      travelBack();
      await Promise.all([arm.close(), prices.close()]);
    },
  };
}
