/**
 * The state of 2024-04-04 as a seed of a sandbox, with everyone who is ever named, so that newcomers have an account:
 * `node examples/kubernetes/seed.ts seed.json` writes that of DNAnexus to a file, without one to standard output;
 * `--platform cloud-console` that of another platform.
 */
import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { exampleOf } from "./examples.ts";
import { everNamed, readSource, startOf } from "./source.ts";

const { values, positionals } = parseArgs({
  options: { platform: { type: "string", default: "dnanexus" } },
  allowPositionals: true,
});
const source = await readSource();
const seed = exampleOf(values.platform).seed(startOf(source), everNamed(source));
const text = `${JSON.stringify(seed, null, 1)}\n`;
const [file] = positionals;
if (file === undefined) process.stdout.write(text);
else await writeFile(file, text);
