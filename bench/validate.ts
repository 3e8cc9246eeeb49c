/**
 * `validate` of one file with 100,000 members, over parsing the same text with the yaml package alone; and the same under
 * ten policies that look at every one of them, over the same without.
 */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { parseDocument } from "yaml";
import { validate as check } from "../src/index.ts";
import { type Measure, median, ratio } from "./measure.ts";

/** Each looks at every member, in another way, and none is broken. */
const policies = [
  'keys: "user-*"',
  'keys: ["user-root", "*person*"]',
  'notKeys: ["org-*", "*-admin"]',
  'files: "*.yaml"',
  'files: ["security/**", "org*"]',
  "values: { level: [ADMIN, MEMBER] }",
  "where: { level: MEMBER }, values: { appAccess: true }",
  'where: { level: MEMBER }, except: "*/members/user-person7", keys: "user-person*"',
  "where: { level: ADMIN }, count: { minimum: 1, maximum: 3 }",
  "count: { minimum: 1 }",
].map((rest, index) => `  p${index}: { for: "*/members${index % 2 === 0 ? "/*" : ""}", ${rest} }\n`);

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
  const keeping: number[] = [];
  const without: number[] = [];
  const settings = join(directory, "charter.yaml");
  for (let round = 0; round < 5; round += 1) {
    const text = await readFile(file, "utf8");
    const start = performance.now();
    parseDocument(text, { uniqueKeys: false });
    const middle = performance.now();
    const result = await check({ directory });
    if (!result.ok) throw new Error(JSON.stringify(result.findings[0]));
    parsing.push(middle - start);
    validating.push(performance.now() - middle);
    // The garbage of the parser is not that of either: the two come after it, each first in every other round.
    for (const under of round % 2 === 0 ? [true, false] : [false, true]) {
      await writeFile(settings, under ? `policies:\n${policies.join("")}` : "");
      const again = performance.now();
      const kept = await check({ directory });
      (under ? keeping : without).push(performance.now() - again);
      if (!kept.ok || kept.findings.length > 0) throw new Error(JSON.stringify(kept.findings[0]));
    }
    await rm(settings);
  }
  await rm(directory, { recursive: true });
  return [
    ratio("validate 100,000 members / parsing the file", median(validating) / median(parsing), 2),
    ratio("the same under ten policies / without", median(keeping) / median(without), 2),
  ];
}
