/** A sandbox in a process of its own: `node server.ts SEEDFILE [RATE]`. A line on its input asks for counts. */
import { readFile } from "node:fs/promises";
import { performance } from "node:perf_hooks";
import { createInterface } from "node:readline";
import type { LoggedRequest } from "../src/sandbox/log.ts";
import { startSandbox } from "../src/sandbox/server.ts";

const [file = "", rate] = process.argv.slice(2);
const sandbox = await startSandbox("dnanexus", {
  seed: JSON.parse(await readFile(file, "utf8")),
  ...(rate === undefined ? {} : { rate: Number(rate) }),
});
const say = (value: unknown): void => {
  process.stdout.write(`${JSON.stringify(value)}\n`);
};

/** `late`: refused more than a second after the first refusal. */
const counts = { requests: 0, refused: 0, late: 0 };
let last: LoggedRequest | undefined;
let firstRefusal = Number.POSITIVE_INFINITY;
/** The log forgets what is old, so it is looked at often. */
const look = (): void => {
  const log = sandbox.requests;
  const now = performance.now();
  for (const entry of log.slice(last === undefined ? 0 : log.lastIndexOf(last) + 1)) {
    last = entry;
    counts.requests += 1;
    if (entry.status !== 429) continue;
    counts.refused += 1;
    firstRefusal = Math.min(firstRefusal, now);
    if (now - firstRefusal > 1_000) counts.late += 1;
  }
};
const timer = setInterval(look, 50);

say({ url: sandbox.url, tokens: sandbox.tokens });
for await (const _line of createInterface(process.stdin)) {
  look();
  say(counts);
}
clearInterval(timer);
await sandbox.close();
