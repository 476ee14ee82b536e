import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { build } from "esbuild";

/** Writes the deployable folder: host.json, a package.json of three fields and the bundle. Nothing else is needed to run. */
export async function stage(folder = "dist"): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const triggers = (await readdir("functions")).filter((file) => file.endsWith(".ts"));
  await build({
    entryPoints: triggers.map((file) => `functions/${file}`),
    outdir: `${folder}/functions`,
    chunkNames: "../chunks/[name]-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node22",
    sourcemap: "linked",
    sourcesContent: false,
    // Supplied by the Functions host.
    external: ["@azure/functions-core"],
    // @azure/functions is CommonJS and calls require.
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    logLevel: "warning",
  });
  const { name } = JSON.parse(await readFile("package.json", "utf8")) as { readonly name: string };
  await writeFile(`${folder}/package.json`, `${JSON.stringify({ name, type: "module", main: "functions/*.js" }, null, 2)}\n`);
  await cp("host.json", `${folder}/host.json`);
}

if (import.meta.main) await stage();
