/**
 * Makes `config/` from `source/`: `node examples/kubernetes/generate.ts`. With `--check` it writes nothing and exits
 * with 1 where a file is not as it would be made. Another folder can be named.
 */
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { layOut } from "./layout.ts";
import { endModel, readSource } from "./source.ts";

const { values, positionals } = parseArgs({
  options: { check: { type: "boolean", default: false } },
  allowPositionals: true,
});
const folder = resolve(positionals[0] ?? fileURLToPath(new URL("config", import.meta.url)));
const wanted = layOut(endModel(await readSource()));
const found = await current();
const stale = [...new Set([...wanted.keys(), ...found.keys()])]
  .filter((path) => wanted.get(path) !== found.get(path))
  .sort();

if (values.check) {
  for (const path of stale)
    process.stderr.write(`${relative("", join(folder, path))} is not as generated.\n`);
  if (stale.length > 0) process.stderr.write("Make it anew with: npm run examples\n");
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const path of stale) {
    const text = wanted.get(path);
    const file = join(folder, path);
    if (text === undefined) await rm(file);
    else {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
  }
  process.stdout.write(`${wanted.size} files, ${stale.length} written or removed\n`);
}

/**
 * The YAML files that are there, by path below `config/`, with their text. What is made lies in folders;
 * `charter.yaml` beside them is written by hand.
 */
async function current(): Promise<ReadonlyMap<string, string>> {
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
