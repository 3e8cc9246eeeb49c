/**
 * A platform's example on its sandbox, with the requests and answers in the hands of a test: who applies there can be
 * ended at any moment that the server sees.
 */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { expect } from "vitest";
import { parse } from "yaml";
import { type Plan, stopsOf } from "../../../src/model/plan.ts";
import type { Platform } from "../../../src/model/platform.ts";
import { serializePlan } from "../../../src/plan/file.ts";
import { apply, plan } from "../../../src/run/index.ts";
import type { LoggedRequest } from "../../../src/sandbox/log.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/server.ts";
import { ended, start } from "../../cli/charter.ts";
import type { Secrets } from "./connect.ts";
import { environment } from "./converge.ts";
import { resultOf } from "./folder.ts";
import { watch } from "./watch.ts";

const examples = resolve(import.meta.dirname, "../../../examples");

/** A seed document: lists by name. */
export type Seed = Readonly<Record<string, readonly object[]>>;

/** The seed with more in some of its lists. */
export function more(lists: Seed): (seed: Seed) => Seed {
  return (seed) => {
    const longer = Object.entries(lists).map(([name, list]) => [name, [...(seed[name] ?? []), ...list]]);
    return { ...seed, ...Object.fromEntries(longer) };
  };
}

export interface DeskWorld {
  readonly platform: Platform;
  /** Throws where the stored organizations lack what they must never be without. Asked after every write. */
  readonly intact: (dump: unknown) => void;
  /** Documents beside the example, and what its seed has beside, so that every write is needed. */
  readonly documents?: readonly { readonly [name: string]: unknown }[];
  readonly seeded?: (seed: Seed) => Seed;
  /** The example's own file with more in it. */
  readonly edited?: (text: string) => string;
  /** People answer only after an apply that came to its end: what it was to withdraw, somebody could accept before. */
  readonly patient?: true;
  /** Operations that are not needed all the same; each needs a reason beside it. */
  readonly never?: readonly string[];
  readonly secrets?: Secrets;
}

/** What a test does with the requests of who applies. Each may hold a request, or an answer, for a while. */
export interface Hands {
  onRequest: () => Promise<void> | void;
  /** `count`: the how-manieth write since the start. */
  onWrite: (write: LoggedRequest, count: number) => Promise<void> | void;
}

export interface Desk extends AsyncDisposable {
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;
  readonly sandbox: Sandbox;
  readonly hands: Hands;
  /** Writes that the server took since the start, whatever it made of them. */
  readonly writes: () => readonly LoggedRequest[];
  /** The next plan; whatever would stop it is meant. */
  readonly plan: () => Promise<Plan>;
  /** Applies it here and now; people accept. */
  readonly round: (plan: Plan) => Promise<Awaited<ReturnType<typeof apply>>>;
  /** Starts the command that applies it. */
  readonly start: (
    plan: Plan,
  ) => Promise<{ readonly child: ReturnType<typeof start>; readonly end: ReturnType<typeof ended> }>;
  /** Time passes between two runs: people answer what waits for them, unless they are patient. */
  readonly meanwhile: () => void;
  /** Waits until the server has done all that ever reached it. */
  readonly still: () => Promise<void>;
}

export async function desk(world: DeskWorld): Promise<Desk> {
  const { platform, seeded = (seed) => seed, edited = (text) => text, secrets = {} } = world;
  const example = join(examples, platform.name);
  const seed: Seed = parse(await readFile(join(example, "seed.yaml"), "utf8"));
  const hands: Hands = { onRequest: () => {}, onWrite: () => {} };
  const watched = watch(world.intact);
  let [arrived, writes] = [0, 0];
  const sandbox = await startSandbox(platform.name, {
    seed: seeded(seed),
    onRequest: () => {
      arrived += 1;
      return hands.onRequest();
    },
    onWrite: (write) => {
      writes += 1;
      watched.look(sandbox.dump());
      return hands.onWrite(write, writes);
    },
  });
  const directory = await mkdtemp(join(tmpdir(), "charter-desk-"));
  const text = await readFile(join(example, "organizations/acme.yaml"), "utf8");
  await writeFile(join(directory, "acme.yaml"), edited(text));
  for (const [index, document] of (world.documents ?? []).entries()) {
    await writeFile(
      join(directory, `more-${index}.json`),
      JSON.stringify({ platform: platform.name, ...document }),
    );
  }
  const [account = ""] = Object.keys(sandbox.tokens);
  const env = environment(platform, sandbox, account, secrets);
  const options = { directory, env };
  return {
    directory,
    env,
    sandbox,
    hands,
    writes: () => sandbox.requests.filter(({ write }) => write),
    plan: async () => {
      const first = resultOf(await plan(options));
      const stops = stopsOf(first);
      const allow = stops.flatMap((stop) => (stop.allow === null ? [] : [stop.allow]));
      const made = stops.length === 0 ? first : resultOf(await plan({ ...options, allow }));
      expect(stopsOf(made)).toEqual([]);
      return made;
    },
    round: async (made) => {
      const applied = await apply({ ...options, plan: made });
      sandbox.answer("accept");
      return applied;
    },
    start: async (made) => {
      await writeFile(`${directory}.plan`, serializePlan(made));
      const args = ["apply", `${directory}.plan`, "--yes", "--format", "json", "-C", directory];
      const child = start(args, { env });
      return { child, end: ended(child) };
    },
    meanwhile: () => {
      if (world.patient !== true) sandbox.answer("accept");
    },
    still: async () => {
      // What a process that is gone had sent lies in our own sockets: a few turns read all of it, and none takes many.
      let seen = "";
      for (let calm = 0; calm < (arrived > sandbox.requests.length ? 1_000 : 10); calm += 1) {
        const now = `${arrived} ${sandbox.requests.length}`;
        if (now !== seen) calm = 0;
        seen = now;
        await turn();
      }
    },
    [Symbol.asyncDispose]: async () => {
      await sandbox.close();
      await rm(directory, { recursive: true, force: true });
      await rm(`${directory}.plan`, { force: true });
      watched.check();
    },
  };
}
