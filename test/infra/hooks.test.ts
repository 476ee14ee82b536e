import { spawnSync } from "node:child_process";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const HOOKS = join(import.meta.dirname, "../../infra/hooks");

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "advisor-hooks-"));
});
afterEach(() => rm(folder, { recursive: true }));

interface Ended {
  readonly status: number | null;
  readonly said: string;
  /** Commands that change something, in order. */
  readonly did: readonly string[];
}

/**
 * A hook between stand-ins of `az` and `azd`. What `az` answers is given as lines of shell: the first pattern that its words fit
 * counts, and without one it says nothing and ends well.
 */
async function run(hook: string, env: Readonly<Record<string, string>>, answers = ""): Promise<Ended> {
  const log = join(folder, "log");
  await writeFile(log, "");
  for (const tool of ["az", "azd"]) {
    await writeFile(
      join(folder, tool),
      `#!/bin/sh\nprintf '%s\\n' "${tool} $*" >> '${log}'\ncase "${tool} $*" in\n${answers}\n*) ;;\nesac\n`,
    );
    await chmod(join(folder, tool), 0o755);
  }
  // Nobody waits for what never comes.
  await writeFile(join(folder, "sleep"), "#!/bin/sh\n");
  await chmod(join(folder, "sleep"), 0o755);
  const { status, stdout } = spawnSync("sh", [join(HOOKS, hook)], {
    env: { AZURE_ENV_NAME: "test", ...env, PATH: [folder, "/usr/bin", "/bin"].join(delimiter) },
    encoding: "utf8",
  });
  const lines = (await readFile(log, "utf8")).split(/\n(?=azd? )/).map((line) => line.trim());
  return { status, said: stdout, did: lines.filter((line) => / (create|update|delete|set) /.test(line)) };
}

describe("before infrastructure is made", () => {
  it("an application is registered for the sign-in, once", async () => {
    const first = await run("register-sign-in.sh", {}, "*'app create'*) echo client-1 ;;");
    const again = await run("register-sign-in.sh", { ADVISOR_SIGN_IN_CLIENT_ID: "client-1" });

    expect(first.status).toBe(0);
    expect(first.did[0]).toContain("az ad app create --display-name AKS Advisor (test) --sign-in-audience AzureADMyOrg");
    expect(first.did.slice(-2)).toEqual(["azd env set ADVISOR_SIGN_IN_CLIENT_ID client-1", "azd env set ADVISOR_SIGN_IN_IS_OURS yes"]);
    expect(again).toEqual({ status: 0, said: "", did: [] });
  });

  it.for(["link", "off"])("none is where the page is read by %s", async (access) => {
    expect(await run("register-sign-in.sh", { ADVISOR_REPORT_ACCESS: access })).toEqual({ status: 0, said: "", did: [] });
  });

  it("who may not register one is told what to do", async () => {
    const { status, said, did } = await run("register-sign-in.sh", {}, "*'app create'*) exit 1 ;;");

    expect(status).toBe(1);
    expect(said).toContain("azd env set ADVISOR_REPORT_ACCESS link");
    expect(did).toHaveLength(1);
  });

  it("one that could not be finished is taken back, so that another run does not make a second", async () => {
    const answers = ["*'app create'*) echo client-1 ;;", "*'sp create'*) exit 1 ;;"].join("\n");

    const { status, said, did } = await run("register-sign-in.sh", {}, answers);

    expect(status).toBe(1);
    expect(said).toContain("run azd up again");
    expect(did.slice(-2)).toEqual(["az ad sp create --id client-1 --output none", "az ad app delete --id client-1"]);
  });
});

describe("after infrastructure was made", () => {
  const made = { ADVISOR_SIGN_IN_CLIENT_ID: "client-1", ADVISOR_HOST: "func-1.azurewebsites.net", ADVISOR_PRINCIPAL_ID: "principal-1" };

  it("Entra learns where people come back to and whose word counts as the secret, beside what it knew", async () => {
    const answers = [
      "*'app show'*) echo https://advisor.contoso.com/back ;;",
      "*'federated-credential show'*) exit 3 ;;",
      "*'account show'*) echo tenant-1 ;;",
    ].join("\n");

    const { status, did } = await run("connect-sign-in.sh", { ...made, ADVISOR_SIGN_IN_IS_OURS: "yes" }, answers);

    expect(status).toBe(0);
    expect(did[0]).toContain(
      "--web-redirect-uris https://advisor.contoso.com/back https://func-1.azurewebsites.net/.auth/login/aad/callback",
    );
    const [, json = ""] = /--parameters ([\s\S]*)$/.exec(did[1] ?? "") ?? [];
    expect(JSON.parse(json)).toEqual({
      name: "aks-advisor",
      issuer: "https://login.microsoftonline.com/tenant-1/v2.0",
      subject: "principal-1",
      audiences: ["api://AzureADTokenExchange"],
    });
  });

  it("nothing is said twice", async () => {
    const known = "*'app show'*) echo https://func-1.azurewebsites.net/.auth/login/aad/callback ;;";

    expect((await run("connect-sign-in.sh", { ...made, ADVISOR_SIGN_IN_IS_OURS: "yes" }, known)).did).toEqual([]);
  });

  it("an application of somebody else is left alone, and its owner told what it lacks", async () => {
    const { said, did } = await run("connect-sign-in.sh", made, "*'account show'*) echo tenant-1 ;;");

    expect(did).toEqual([]);
    expect(said).toContain("redirect URI https://func-1.azurewebsites.net/.auth/login/aad/callback");
    expect(said).toContain(
      "issuer https://login.microsoftonline.com/tenant-1/v2.0, subject principal-1, audience api://AzureADTokenExchange",
    );
  });

  it.for([{ ADVISOR_REPORT_ACCESS: "link" }, { ADVISOR_SIGN_IN_CLIENT_ID: "" }])("nothing where nobody signs in: %o", async (env) => {
    expect(await run("connect-sign-in.sh", { ...made, ...env })).toEqual({ status: 0, said: "", did: [] });
  });
});

describe("after the code was deployed", () => {
  const deployed = {
    AZURE_SUBSCRIPTION_ID: "sub-1",
    AZURE_LOCATION: "westeurope",
    AZURE_RESOURCE_GROUP: "rg-1",
    ADVISOR_APP_NAME: "func-1",
    ADVISOR_APP_ID: "/app",
    ADVISOR_STORAGE_ID: "/storage",
  };

  it("events are subscribed to", async () => {
    const { status, did } = await run("subscribe-to-events.sh", { ...deployed, ADVISOR_NETWORK: "public" });

    expect(status).toBe(0);
    expect(did).toEqual([
      "az deployment sub create --subscription sub-1 --name aks-advisor-events-test --location westeurope --template-file infra/events.bicep --output none --parameters appId=/app storageId=/storage existingTopic= existingTopicGroup= announcements=false clusters=[]",
    ]);
  });

  it("not before Azure knows the function", async () => {
    const { status, said, did } = await run(
      "subscribe-to-events.sh",
      { ...deployed, ADVISOR_NETWORK: "public" },
      "*'function show'*) exit 3 ;;",
    );

    expect(status).toBe(1);
    expect(said).toContain("azd hooks run postdeploy");
    expect(did).toEqual([]);
  });

  it("not in a private network, where none arrives", async () => {
    expect((await run("subscribe-to-events.sh", { ...deployed, ADVISOR_NETWORK: "private" })).did).toEqual([]);
  });
});

describe("before everything is taken away", () => {
  it("what stands outside the resource group goes too", async () => {
    const answers = [
      "*'account show'*) echo tenant-1 ;;",
      "*'account list'*) printf 'sub-1\\nsub-2\\n' ;;",
      "*'assignment list --subscription sub-2'*) echo /assignments/2 ;;",
      "*'definition list --subscription sub-2'*) echo /roles/2 ;;",
    ].join("\n");

    const { status, did } = await run(
      "remove-what-stands-outside.sh",
      {
        ADVISOR_PRINCIPAL_ID: "principal-1",
        ADVISOR_SIGN_IN_CLIENT_ID: "client-1",
        ADVISOR_SIGN_IN_IS_OURS: "yes",
        AZURE_SUBSCRIPTION_ID: "sub-1",
        ADVISOR_EXISTING_TOPIC: "topic-1",
        ADVISOR_EXISTING_TOPIC_GROUP: "rg-topics",
      },
      answers,
    );

    expect(status).toBe(0);
    expect(did).toEqual([
      "az role assignment delete --ids /assignments/2",
      "az role definition delete --name AKS Advisor reader sub-2 --scope /subscriptions/sub-2",
      ...["aks-advisor-changes", "aks-advisor-actions"].map(
        (name) =>
          `az eventgrid system-topic event-subscription delete --subscription sub-1 --yes --resource-group rg-topics --system-topic-name topic-1 --name ${name}`,
      ),
      "az ad app delete --id client-1",
      "azd env set ADVISOR_SIGN_IN_CLIENT_ID",
      "azd env set ADVISOR_SIGN_IN_IS_OURS",
    ]);
  });

  it("what may not be removed is named, and keeps nothing else from going", async () => {
    const answers = [
      "*'account show'*) echo tenant-1 ;;",
      "*'account list'*) printf 'sub-1\\nsub-2\\n' ;;",
      "*'assignment list --subscription sub-1'*) echo /groups/platform/assignments/1 ;;",
      "*'assignment list --subscription sub-2'*) echo /assignments/2 ;;",
      "*'assignment delete --ids /groups'*|*'definition delete'*) exit 1 ;;",
      "*'definition list --subscription sub-1'*) echo /roles/1 ;;",
    ].join("\n");

    const { status, said, did } = await run("remove-what-stands-outside.sh", { ADVISOR_PRINCIPAL_ID: "principal-1" }, answers);

    expect(status).toBe(0);
    expect(said).toBe("This role assignment stays: /groups/platform/assignments/1\nThis role stays: AKS Advisor reader sub-1\n");
    expect(did.at(-1)).toBe("az role assignment delete --ids /assignments/2");
  });

  it("an app that was never deployed leaves nothing to do", async () => {
    expect(await run("remove-what-stands-outside.sh", {})).toEqual({ status: 0, said: "", did: [] });
  });
});
