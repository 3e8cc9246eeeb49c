/**
 * Writes `schemas/*.schema.json` from the kinds of all platforms. With `--check` it writes nothing, and fails where a
 * file is not what would be written.
 */
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { allSchemas, schemaText } from "../src/config/schema.ts";
import { order } from "../src/model/value.ts";
import { platforms } from "../src/platforms/registry.ts";

const folder = new URL("../schemas/", import.meta.url);
const check = process.argv.includes("--check");
const wanted = new Map([...allSchemas(platforms)].map(([name, schema]) => [name, schemaText(schema)]));

const present = await readdir(folder).catch(() => []);
const leftOver = present.filter((name) => name.endsWith(".schema.json") && !wanted.has(name)).sort(order);
const stale: string[] = [...leftOver];
for (const [name, text] of [...wanted].sort(([a], [b]) => order(a, b))) {
  const written = await readFile(new URL(name, folder), "utf8").catch(() => null);
  if (written !== text) stale.push(name);
}

if (check) {
  for (const name of stale)
    process.stderr.write(`schemas/${name} is not current; run tools/generate-schemas.ts\n`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  await mkdir(folder, { recursive: true });
  for (const name of leftOver) await rm(new URL(name, folder));
  for (const [name, text] of wanted) await writeFile(new URL(name, folder), text);
}
