import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { build } from "esbuild";
import { type Zippable, zipSync } from "fflate";

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

export interface Package {
  readonly files: number;
  /** Of the files as they are, and of the zip. */
  readonly bytes: number;
  readonly zippedBytes: number;
}

/** The deployable folder as one zip. The same files make the same bytes: names in order, no time, no owner. */
export async function pack(folder = "dist", file = "out/aks-advisor.zip"): Promise<Package> {
  const entries = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const names = entries.map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, "/"));
  const content: Zippable = {};
  let bytes = 0;
  for (const name of names.toSorted((a, b) => (a < b ? -1 : 1))) {
    const read = await readFile(join(folder, name));
    bytes += read.length;
    content[name] = [read, ZIPPED];
  }
  const zip = zipSync(content);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, zip);
  return { files: names.length, bytes, zippedBytes: zip.length };
}

/** The first moment a zip can name, in whatever time zone; files that all may read, as on Linux. */
const ZIPPED = { level: 9, mtime: new Date(1980, 0, 1), os: 3, attrs: 0o100644 << 16 } as const;

if (import.meta.main) {
  await stage();
  if (process.argv.includes("--zip")) {
    const { files, bytes, zippedBytes } = await pack();
    const mib = (count: number) => `${(count / 1024 ** 2).toFixed(2)} MiB`;
    console.log(`out/aks-advisor.zip: ${files} files, ${mib(bytes)}, zipped ${mib(zippedBytes)}`);
  }
}
