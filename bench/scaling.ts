/** The diff of a million resources, 1 % of them changed, and how that compares with a tenth of it. */
import { fileURLToPath } from "node:url";
import { type Measure, median, ratio, runNode } from "./measure.ts";

const diff = fileURLToPath(new URL("./diff.ts", import.meta.url));

interface Sample {
  readonly cpu: number;
  readonly memory: number;
}

export async function scaling(): Promise<readonly Measure[]> {
  const samples = new Map<number, Sample[]>([
    [100_000, []],
    [1_000_000, []],
  ]);
  for (let round = 0; round < 5; round += 1) {
    for (const [size, list] of samples) {
      list.push(
        JSON.parse((await runNode(["--expose-gc", "--max-old-space-size=4096", diff, String(size)])).stdout),
      );
    }
  }
  const of = (size: number, what: keyof Sample) =>
    median((samples.get(size) ?? []).map((sample) => sample[what]));
  const [small, large] = [of(100_000, "cpu"), of(1_000_000, "cpu")];
  const memory = of(1_000_000, "memory") / 2 ** 30;
  return [
    {
      name: "diff of 1,000,000 resources: CPU seconds",
      value: large.toFixed(2),
      limit: "≤ 3",
      holds: large <= 3,
    },
    {
      name: "diff of 1,000,000 resources: GiB at the peak",
      value: memory.toFixed(2),
      limit: "≤ 2",
      holds: memory <= 2,
    },
    ratio("diff: 1,000,000 / 100,000 resources", large / small, 13),
  ];
}
