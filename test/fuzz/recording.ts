/** What a platform's sandbox really answers to everything that the driver asks, written down once and played again. */
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { interpret } from "../../src/http/interpret.ts";
import { isRef } from "../../src/model/call.ts";
import type { Plan } from "../../src/model/plan.ts";
import type { Platform } from "../../src/model/platform.ts";
import type { Answer, Outcome, Reader, Request, SignIn } from "../../src/model/protocol.ts";
import { canonical, type Value } from "../../src/model/value.ts";
import { apply } from "../../src/run/index.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { connectAs } from "../platforms/harness/connect.ts";
import { environment } from "../platforms/harness/converge.ts";
import { resultOf } from "../platforms/harness/folder.ts";

/** Raw answers by {@link keyOf} their requests, in the order in which they came. */
export type Answers = ReadonlyMap<string, Answer>;

/** A write whose answer was lost, and the operation that it carried out. */
export interface Lost {
  readonly operation: string;
  readonly request: Request;
}

/** One platform, asked everything as one account. */
export interface Recording {
  readonly platform: Platform;
  /** What the reader was answered. */
  readonly reads: Answers;
  /** What signing in was answered. */
  readonly signIns: Answers;
  readonly credentials: SignIn["credentials"];
  readonly organizations: readonly string[];
  /** A write of every operation that looks for what a lost answer left behind. */
  readonly lost: readonly Lost[];
}

const examples = resolve(import.meta.dirname, "../../examples");

/** Secrets that examples take from the environment. */
const firstPassword = "Correct-h0rse-42!";

/** Two requests with one key have one answer. */
export function keyOf({ host = "", method, path, query = {}, headers = {}, body, form }: Request): string {
  const said = canonical([query, headers, body ?? null, form ?? null]);
  return `${method} ${host}${path} ${said}`;
}

/** Carries the platform's example out on its sandbox, and asks for all there is. */
export async function record(platform: Platform): Promise<Recording> {
  const example = join(examples, platform.name);
  const sandbox = await startSandbox(platform.name, {
    seed: parse(await readFile(join(example, "seed.yaml"), "utf8")),
  });
  try {
    const [account = ""] = Object.keys(sandbox.tokens);
    const plan = await carryOut(platform, sandbox, account, example);
    return await ask(platform, sandbox, account, lostOf(platform, plan, sandbox));
  } finally {
    await sandbox.close();
  }
}

async function carryOut(
  platform: Platform,
  sandbox: Sandbox,
  account: string,
  example: string,
): Promise<Plan> {
  const directory = await mkdtemp(join(tmpdir(), "charter-record-"));
  try {
    // Definitions in TypeScript do not run inside of a test runner.
    await cp(example, directory, { recursive: true, filter: (path) => !path.endsWith(".ts") });
    const text = await readFile(join(example, "organizations/acme.yaml"), "utf8");
    const names = [...text.matchAll(/\benv: (\w+)/g)].map(([, name = ""]) => [name, firstPassword]);
    const env = environment(platform, sandbox, account, Object.fromEntries(names));
    return resultOf(await apply({ directory, env })).plan;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** The writes that the sandbox was sent, each under the operation of its call. */
function lostOf(platform: Platform, plan: Plan, sandbox: Sandbox): readonly Lost[] {
  const calls = plan.sections.flatMap((section) => section.calls);
  const lost = new Map<string, Lost>();
  for (const { operation, method, path, query, host, headers } of calls) {
    if (platform.protocol.writes[operation]?.find === undefined || lost.has(operation)) continue;
    const pattern = new RegExp(
      `^${path.map((part) => `/${isRef(part) ? "[^/]+" : encodeURIComponent(part).replace(/[.*]/g, "\\$&")}`).join("")}$`,
    );
    const sent = sandbox.requests.find((each) => each.method === method && pattern.test(each.path));
    if (sent === undefined) continue;
    const request: Request = {
      method,
      path: sent.path,
      ...(query === undefined ? {} : { query }),
      ...(host === undefined ? {} : { host }),
      ...(headers === undefined ? {} : { headers }),
      ...(sent.body === undefined ? {} : { body: sent.body as Value }),
    };
    lost.set(operation, { operation, request });
  }
  return [...lost.values()];
}

async function ask(
  platform: Platform,
  sandbox: Sandbox,
  account: string,
  lost: readonly Lost[],
): Promise<Recording> {
  const reads = new Map<string, Answer>();
  const signIns = new Map<string, Answer>();
  let last: Answer | null = null;
  const { protocol } = platform;
  const into =
    (answers: Map<string, Answer>, send: (request: Request) => Promise<Outcome>) =>
    async (request: Request) => {
      last = null;
      const outcome = await send(request);
      if (last !== null) answers.set(keyOf(request), last);
      return outcome;
    };
  const connection = connectAs(
    {
      ...platform,
      protocol: {
        ...protocol,
        authorize: (signIn) => protocol.authorize({ ...signIn, send: into(signIns, signIn.send) }),
        outcome: (answer, operation) => {
          last = answer;
          return protocol.outcome(answer, operation);
        },
      },
    },
    sandbox,
    account,
  );
  try {
    // One request at a time, so that each knows its answer.
    let turn: Promise<unknown> = Promise.resolve();
    const read = into(reads, connection.reader.read);
    const reader: Reader = {
      ...connection.reader,
      read: (request) => {
        const next = turn.then(() => read(request));
        turn = next.catch(() => undefined);
        return next;
      },
    };
    const credentials = new Map(Object.entries(sandbox.credentials(account)));
    const { reading } = platform;
    const organizations = await reading.discover(reader);
    const actor = await reading.identify(reader);
    if ("ok" in organizations) throw new Error(organizations.message);
    if ("ok" in actor) throw new Error(actor.message);
    const sought = organizations.map((key) => ({ key, ids: [key], names: [key] }));
    await reading.read(reader, { organizations: sought, actor, wants: () => true }, () => {});
    await reading.lookup?.(reader, lookedUp(platform));
    for (const { operation, request } of lost) {
      await protocol.writes[operation]?.find?.(reader, request, () => false);
    }
    return { platform, reads, signIns, credentials, organizations, lost };
  } finally {
    await connection.close();
  }
}

/** Somebody who is there, and somebody who is not. */
export function lookedUp({ kinds }: Platform): readonly string[] {
  const isMail = kinds.some(({ principal, key }) => principal && key.example.includes("@"));
  return isMail ? ["bob@example.com", "nobody@example.com"] : ["user-bob", "user-nobody"];
}

/** So many requests no reading of a recording needs: whoever sends more goes round in circles. */
const most = 5_000;

/** Answers as they were written down; what nobody asked before is not there. */
export function play(platform: Platform, answers: Answers, known: SignIn["credentials"]): Reader {
  let asked = 0;
  return {
    signal: new AbortController().signal,
    connection: "test",
    known,
    read: async (request) => {
      asked += 1;
      if (asked > most) throw new Error(`more than ${most} requests: ${keyOf(request)}`);
      return said(platform, answers, request);
    },
  };
}

/** What the answer that was written down means. */
export function said(platform: Platform, answers: Answers, request: Request): Outcome {
  const answer = answers.get(keyOf(request));
  if (answer !== undefined) return interpret(answer, null, platform.protocol, 0);
  return { ok: false, reason: "missing", code: "NotFound", message: "nobody asked for it", status: 404 };
}
