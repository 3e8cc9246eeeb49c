/**
 * A plan of the whole Kubernetes example with nothing to change, over a bare loop that sends the same requests at the
 * same concurrency and parses the answers. The server is a process of its own; rounds are interleaved.
 *
 * requests = list pages + one detail read per project whose grants are managed + a constant (who am I)
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { actor } from "../examples/kubernetes/dnanexus/mapping.ts";
import { seedOf } from "../examples/kubernetes/dnanexus/seed.ts";
import { endOf, everNamed, readSource } from "../examples/kubernetes/source.ts";
import { type Configuration, plan, validate } from "../src/index.ts";
import { startSandbox } from "../src/sandbox/server.ts";
import { type Sent, sendAll } from "./loop.ts";
import { type Measure, median, ratio } from "./measure.ts";

const directory = fileURLToPath(new URL("../examples/kubernetes/dnanexus/config", import.meta.url));
const bin = fileURLToPath(new URL("../src/cli/bin.ts", import.meta.url));
const concurrency = 16;
/** The first ones warm up both sides and do not count. */
const warm = 5;
const rounds = 25;

async function planOnce(url: string, token: string, configuration?: Configuration): Promise<number> {
  const start = performance.now();
  const result = await plan({
    directory,
    env: { CHARTER_DNANEXUS_URL: url, CHARTER_DNANEXUS_TOKEN: token },
    ...(configuration === undefined ? {} : { configuration }),
  });
  const took = performance.now() - start;
  if (!result.ok) throw new Error(JSON.stringify(result.findings[0]));
  const { calls, create, update, delete: deletes } = result.value.summary;
  if (calls + create + update + deletes > 0) throw new Error("there was something to change");
  return took;
}

async function loopOnce(url: string, token: string, requests: readonly Sent[]): Promise<number> {
  const { start, last } = await sendAll({ url, token, concurrency }, requests);
  return last - start;
}

/** What a plan sends, as a server in this process saw it, and how much of it were writes. */
async function record(
  seed: unknown,
): Promise<{ readonly requests: readonly Sent[]; readonly writes: number }> {
  const sandbox = await startSandbox("dnanexus", { seed });
  await planOnce(sandbox.url, sandbox.tokens[actor] ?? "");
  const requests = sandbox.requests.map(({ path, body }) => ({ path, body: JSON.stringify(body) }));
  const writes = sandbox.requests.filter(({ write }) => write).length;
  await sandbox.close();
  return { requests, writes };
}

export async function planning(): Promise<readonly Measure[]> {
  const source = await readSource();
  const seed = seedOf(endOf(source), everNamed(source));
  const { requests, writes } = await record(seed);
  const folder = await mkdtemp(join(tmpdir(), "charter-bench-"));
  const file = join(folder, "seed.json");
  await writeFile(file, JSON.stringify(seed));
  const server = spawn(process.execPath, [bin, "sandbox", "dnanexus", "--seed", file, "--format", "json"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const [line] = await once(createInterface(server.stdout), "line");
    const { url, tokens } = JSON.parse(String(line));
    const token: string = tokens[actor];
    const configuration = await validate({ directory });
    if (!configuration.ok) throw new Error(JSON.stringify(configuration.findings[0]));
    const times = { plan: [] as number[], whole: [] as number[], loop: [] as number[] };
    for (let round = 0; round < warm + rounds; round += 1) {
      const loop = await loopOnce(url, token, requests);
      const planned = await planOnce(url, token, configuration.value);
      const whole = await planOnce(url, token);
      if (round < warm) continue;
      times.loop.push(loop);
      times.plan.push(planned);
      times.whole.push(whole);
    }
    const lists = requests.filter(({ path }) => /\/find[A-Z]/.test(path)).length;
    const details = requests.filter(({ path }) => /^\/project-[^/]+\/describe$/.test(path)).length;
    const rest = requests.length - lists - details;
    return [
      ratio("plan with nothing to change / bare loop", median(times.plan) / median(times.loop), 1.3),
      ratio(
        "the same, its 327 files parsed and checked anew / bare loop",
        median(times.whole) / median(times.loop),
        3,
      ),
      {
        name: `requests: ${lists} list pages + ${details} projects + ${rest}`,
        value: String(requests.length),
        limit: "+ 1",
        holds: rest === 1,
      },
      { name: "writes", value: String(writes), limit: "0", holds: writes === 0 },
    ];
  } finally {
    server.kill();
    await once(server, "close");
    await rm(folder, { recursive: true });
  }
}
