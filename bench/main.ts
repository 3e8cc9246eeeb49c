/** `npm run bench [startup|plan|apply|diff|validate|terraform …]`: the figures of the README, each a ratio within one run. */

import { applying } from "./apply.ts";
import { type Measure, table } from "./measure.ts";
import { planning } from "./plan.ts";
import { scaling } from "./scaling.ts";
import { startup } from "./startup.ts";
import { terraform } from "./terraform.ts";
import { validate } from "./validate.ts";

const benches: Readonly<Record<string, () => Promise<readonly Measure[]>>> = {
  startup,
  plan: planning,
  apply: applying,
  diff: scaling,
  validate,
  terraform,
};

const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(benches);
const measures: Measure[] = [];
for (const name of chosen) {
  const bench = benches[name];
  if (bench === undefined) {
    process.stderr.write(`There is no bench ${name}. Known: ${Object.keys(benches).join(", ")}.\n`);
    process.exit(1);
  }
  process.stderr.write(`${name} …\n`);
  measures.push(...(await bench()));
}
process.stdout.write(`${table(measures)}\n`);
