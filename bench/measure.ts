/** Small helpers of the benches: processes of their own, medians, and a table. */
import { spawn } from "node:child_process";
import { performance } from "node:perf_hooks";

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[middle]];
  return (low + high) / 2;
}

export interface Ran {
  readonly seconds: number;
  readonly stdout: string;
}

/** Runs Node with `args` and waits; throws where it fails. */
export function runNode(args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "inherit"] });
    let stdout = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      stdout += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve({ seconds: (performance.now() - start) / 1000, stdout });
      else reject(new Error(`node ${args.join(" ")} ended with ${code}`));
    });
  });
}

/** One line of the result: what was measured, over what, and the most that it may be. */
export interface Measure {
  readonly name: string;
  readonly value: string;
  readonly limit: string;
  readonly holds: boolean;
}

export function ratio(name: string, value: number, most: number): Measure {
  return { name, value: value.toFixed(2), limit: `≤ ${most}`, holds: value <= most };
}

export function table(measures: readonly Measure[]): string {
  const rows = [
    ["measure", "here", "aim", ""],
    ...measures.map(({ name, value, limit, holds }) => [name, value, limit, holds ? "ok" : "MISSED"]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
