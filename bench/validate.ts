/** `validate` of one file with 100,000 members, over parsing the same text with the yaml package alone. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { parseDocument } from "yaml";
import { validate as check } from "../src/index.ts";
import { type Measure, median, ratio } from "./measure.ts";

export async function validate(): Promise<readonly Measure[]> {
  const directory = await mkdtemp(join(tmpdir(), "charter-bench-"));
  const file = join(directory, "org.yaml");
  const members = Array.from({ length: 100_000 }, (_, index) => `  user-person${index}: MEMBER`).join("\n");
  await writeFile(
    file,
    `platform: dnanexus\norganization: org-large\nmembers:\n  user-root: ADMIN\n${members}\n`,
  );
  const parsing: number[] = [];
  const validating: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const text = await readFile(file, "utf8");
    const start = performance.now();
    parseDocument(text, { uniqueKeys: false });
    const middle = performance.now();
    const result = await check({ directory });
    if (!result.ok) throw new Error(JSON.stringify(result.findings[0]));
    parsing.push(middle - start);
    validating.push(performance.now() - middle);
  }
  await rm(directory, { recursive: true });
  return [ratio("validate 100,000 members / parsing the file", median(validating) / median(parsing), 2)];
}
