/**
 * `npm run fuzz [SECONDS] [NAME]`: runs every target (or those whose name begins so) in turn until the time is over.
 * Prints the seed and the counterexample of what fails, and ends with 1.
 */
import fc from "fast-check";
import { targets } from "./targets.ts";

const numbers = process.argv.slice(2).filter((word) => /^\d+$/.test(word));
const names = process.argv.slice(2).filter((word) => !/^\d+$/.test(word));
const seconds = Number(numbers[0] ?? 60);
const chosen = targets.filter(
  ({ name }) => names.length === 0 || names.some((each) => name.startsWith(each)),
);

const say = (text: string): void => void process.stdout.write(`${text}\n`);

if (chosen.length === 0) {
  say(`No target begins with ${names.join(" or ")}. Known: ${targets.map(({ name }) => name).join(", ")}.`);
  process.exit(1);
}
let failed = 0;
for (const target of chosen) {
  const property = await target.property();
  const details = await fc.check(property, {
    numRuns: Number.MAX_SAFE_INTEGER,
    includeErrorInReport: true,
    interruptAfterTimeLimit: (seconds * 1_000) / chosen.length,
  });
  const broken = details.counterexample !== null;
  say(`${broken ? "FAILED" : "held"}  ${target.name}  ${details.numRuns} runs, seed ${details.seed}`);
  if (!broken) continue;
  failed += 1;
  say(`  path ${details.counterexamplePath}\n${fc.defaultReportMessage(details) ?? ""}`);
}
process.exit(failed === 0 ? 0 : 1);
