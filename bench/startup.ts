/** `charter --version` and `--help`, as published, over a Node that does nothing. Interleaved, so that load hits both. */
import { fileURLToPath } from "node:url";
import { type Measure, median, ratio, runNode } from "./measure.ts";

const bin = fileURLToPath(new URL("../dist/cli/bin.js", import.meta.url));

export async function startup(): Promise<readonly Measure[]> {
  const times = { nothing: [] as number[], version: [] as number[], help: [] as number[] };
  for (let round = 0; round < 15; round += 1) {
    times.nothing.push((await runNode(["-e", "0"])).seconds);
    times.version.push((await runNode([bin, "--version"])).seconds);
    times.help.push((await runNode([bin, "--help"])).seconds);
  }
  const base = median(times.nothing);
  return [
    ratio("start-up: charter --version / node -e 0", median(times.version) / base, 2),
    ratio("start-up: charter --help / node -e 0", median(times.help) / base, 4),
  ];
}
