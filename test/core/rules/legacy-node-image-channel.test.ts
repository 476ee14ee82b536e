import { describe, expect, it } from "vitest";
import { legacyNodeImageChannel } from "../../../src/core/rules/legacy-node-image-channel.ts";
import { answersOf, commandsOf, onlyFinding } from "./judging.ts";

const LEGACY = { autoUpgrade: { channel: "node-image", nodeOsChannel: "node-image" } } as const;

describe("legacy-node-image-channel", () => {
  it.for([
    { tags: {}, severity: "low" },
    { tags: { env: "dev" }, severity: "info" },
  ] as const)("finds the channel node-image with tags $tags: $severity", ({ tags, severity }) => {
    const finding = onlyFinding(answersOf(legacyNodeImageChannel, { of: { ...LEGACY, tags } }));

    expect(finding).toMatchObject({ severity, magnitude: { value: 1, unit: "pool" } });
  });

  it.for(["none", "patch", "stable", "rapid"] as const)(
    "is silent with the channel %s, also where node images have their own",
    (channel) => {
      expect(answersOf(legacyNodeImageChannel, { of: { autoUpgrade: { channel, nodeOsChannel: "node-image" } } })).toMatchObject({
        findings: [],
        unknown: [],
      });
    },
  );

  it.for([
    { nodeOsChannel: "node-image", restarts: /^nothing at once/ },
    { nodeOsChannel: "none", restarts: /^every node within a day/ },
  ] as const)("says what restarts where the node OS channel was $nodeOsChannel", ({ nodeOsChannel, restarts }) => {
    const finding = onlyFinding(answersOf(legacyNodeImageChannel, { of: { autoUpgrade: { channel: "node-image", nodeOsChannel } } }));

    expect(finding.remedy.restarts).toMatch(restarts);
  });

  it("keeps node images fresh whichever way one goes", () => {
    const commands = commandsOf(onlyFinding(answersOf(legacyNodeImageChannel, { of: LEGACY })));

    expect(commands).toEqual([
      "az aks update -g rg-prod -n prod-weu-1 --auto-upgrade-channel patch --node-os-upgrade-channel NodeImage",
      "az aks update -g rg-prod -n prod-weu-1 --auto-upgrade-channel none --node-os-upgrade-channel NodeImage",
    ]);
  });

  it("cannot tell about a cluster that was stored before channels were read", () => {
    expect(answersOf(legacyNodeImageChannel, { lacks: "autoUpgrade" }).unknown).toMatchObject([{ reason: { kind: "absent" } }]);
  });
});
