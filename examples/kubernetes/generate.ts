/**
 * Makes `PLATFORM/config/` from `source/` for every platform: `node examples/kubernetes/generate.ts`. With `--check` it
 * writes nothing and exits with 1 where a file is not as it would be made. Another folder than this one can be named.
 */
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { examples } from "./examples.ts";
import { endOf, readSource } from "./source.ts";
import { printFiles } from "./yaml.ts";

const { values, positionals } = parseArgs({
  options: { check: { type: "boolean", default: false } },
  allowPositionals: true,
});
const root = resolve(positionals[0] ?? fileURLToPath(new URL(".", import.meta.url)));
const end = endOf(await readSource());
for (const example of examples) {
  const folder = join(root, example.platform, "config");
  const wanted = printFiles(example, end);
  const found = await current(folder);
  const stale = [...new Set([...wanted.keys(), ...found.keys()])]
    .filter((path) => wanted.get(path) !== found.get(path))
    .sort();
  if (values.check) {
    for (const path of stale)
      process.stderr.write(`${relative("", join(folder, path))} is not as generated.\n`);
    if (stale.length > 0) process.exitCode = 1;
  } else {
    await write(folder, wanted, stale);
    process.stdout.write(`${example.platform}: ${wanted.size} files, ${stale.length} written or removed\n`);
  }
}
if (process.exitCode === 1) process.stderr.write("Make it anew with: npm run examples\n");

async function write(
  folder: string,
  wanted: ReadonlyMap<string, string>,
  stale: readonly string[],
): Promise<void> {
  for (const path of stale) {
    const text = wanted.get(path);
    const file = join(folder, path);
    if (text === undefined) await rm(file);
    else {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
  }
}

/**
 * The YAML files that are there, by path below `config/`, with their text. What is made lies in folders;
 * `charter.yaml` beside them is written by hand.
 */
async function current(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter(
    (entry) => entry.isFile() && entry.name.endsWith(".yaml") && entry.parentPath !== folder,
  );
  return new Map(
    await Promise.all(
      files.map(async (entry): Promise<[string, string]> => {
        const file = join(entry.parentPath, entry.name);
        return [file.slice(folder.length + 1).replaceAll("\\", "/"), await readFile(file, "utf8")];
      }),
    ),
  );
}
