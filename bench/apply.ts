/**
 * 10,000 people join an organization: planned, applied and journaled, against a sandbox in a process of its own.
 *
 * - Where it lets 400 requests a second pass, or a fifth of what the machine can do: the least time in which that server
 *   lets 10,000 through, over the time from the first answer to the last.
 * - Without a limit: the same time over that of a bare loop that sends the same requests at the same concurrency.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { apply, type Plan, plan } from "../src/index.ts";
import { sendAll } from "./loop.ts";
import { type Measure, median, ratio } from "./measure.ts";

const script = fileURLToPath(new URL("./server.ts", import.meta.url));
const people = 10_000;
const concurrency = 16;
const rounds = 3;

interface Counts {
  readonly requests: number;
  readonly refused: number;
  readonly late: number;
}

interface Server extends AsyncDisposable {
  readonly url: string;
  readonly token: string;
  readonly counts: () => Promise<Counts>;
}

async function serve(seed: string, rate?: number): Promise<Server> {
  const server = spawn(process.execPath, [script, seed, ...(rate === undefined ? [] : [String(rate)])], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface(server.stdout)[Symbol.asyncIterator]();
  const next = async () => JSON.parse(String((await lines.next()).value));
  const { url, tokens } = await next();
  return {
    url,
    token: tokens["user-root"],
    counts: () => {
      server.stdin.write("\n");
      return next();
    },
    [Symbol.asyncDispose]: async () => {
      server.stdin.end();
      await once(server, "close");
    },
  };
}

/** Milliseconds from the first call that was answered to the last. */
async function applyOnce(directory: string, { url, token }: Server): Promise<number> {
  let first = 0;
  let last = 0;
  const result = await apply({
    directory,
    env: { CHARTER_DNANEXUS_URL: url, CHARTER_DNANEXUS_TOKEN: token },
    onProgress: ({ phase }) => {
      if (phase !== "apply") return;
      last = performance.now();
      if (first === 0) first = last;
    },
  });
  if (!result.ok) throw new Error(JSON.stringify(result.findings[0]));
  const applied = result.value.result;
  if (applied?.sent !== people || applied.verified !== true) throw new Error("not everything was applied");
  return last - first;
}

async function planOnce(directory: string, { url, token }: Server): Promise<Plan> {
  const result = await plan({ directory, env: { CHARTER_DNANEXUS_URL: url, CHARTER_DNANEXUS_TOKEN: token } });
  if (!result.ok) throw new Error(JSON.stringify(result.findings[0]));
  return result.value;
}

/** The same for a loop that sends the calls of a plan and nothing else. */
async function loopOnce(planned: Plan, { url, token }: Server): Promise<number> {
  const calls = planned.sections.flatMap((section) => section.calls);
  const requests = calls.map(({ path, body }) => ({
    path: `/${path.join("/")}`,
    body: JSON.stringify(body),
  }));
  const { first, last } = await sendAll({ url, token, concurrency }, requests);
  return last - first;
}

export async function applying(): Promise<readonly Measure[]> {
  const folder = await mkdtemp(join(tmpdir(), "charter-bench-"));
  const names = Array.from({ length: people }, (_each, index) => `user-person${index}`);
  const seed = join(folder, "seed.json");
  const users = [...names, "user-root"].map((id) => ({ id, first: "A", last: "B" }));
  const orgs = [{ id: "org-large", name: "Large", members: { "user-root": "ADMIN" } }];
  await writeFile(seed, JSON.stringify({ users, orgs }));
  /** A new one each time: what the store remembers of a former server is not true of the next. */
  const configured = async (): Promise<string> => {
    const directory = await mkdtemp(join(folder, "config-"));
    const members = names.map((name) => `  ${name}: MEMBER`).join("\n");
    const text = `platform: dnanexus\norganization: org-large\nmembers:\n  user-root: ADMIN\n${members}\n`;
    await writeFile(join(directory, "org.yaml"), text);
    return directory;
  };
  try {
    const times = { apply: [] as number[], loop: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      await using one = await serve(seed);
      times.loop.push(await loopOnce(await planOnce(await configured(), one), one));
      await using other = await serve(seed);
      times.apply.push(await applyOnce(await configured(), other));
    }
    const free = (people / median(times.apply)) * 1_000;
    // The limit of the server is to be measured, not that of a machine which others load.
    const rate = Math.min(400, Math.max(200, Math.round(free / 5)));
    await using limited = await serve(seed, rate);
    const took = await applyOnce(await configured(), limited);
    const { requests, refused, late } = await limited.counts();
    const reached = ((people - rate) / rate) * (1_000 / took);
    return [
      ratio("apply of 10,000 memberships / bare loop", median(times.apply) / median(times.loop), 2),
      {
        name: `apply where ${rate} a second may pass, of ${free.toFixed(0)} without a limit: reached`,
        value: reached.toFixed(2),
        limit: "≥ 0.9",
        holds: reached >= 0.9,
      },
      {
        name: `requests refused, of ${requests}`,
        value: String(refused),
        limit: "≤ 1 %",
        holds: refused <= requests / 100,
      },
      {
        name: "of them more than a second after the first",
        value: String(late),
        limit: "≤ 0.2 %",
        holds: late <= requests / 500,
      },
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}
