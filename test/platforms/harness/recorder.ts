/** In place of a connection: takes down what it is asked to send, and answers as a server in a mood would. */
import { setImmediate as turn } from "node:timers/promises";
import type { Sender } from "../../../src/apply/call.ts";
import { failure } from "../../../src/http/failure.ts";
import { targetOf } from "../../../src/http/host.ts";
import type { Call } from "../../../src/model/call.ts";
import type { Outcome, Request } from "../../../src/model/protocol.ts";
import type { Value } from "../../../src/model/value.ts";
import type { Arrival } from "./equal.ts";
import type { Sent } from "./told.ts";

/** From 0 up to 1, without 1. */
export type Chance = () => number;

/** The same numbers for the same seed. */
export function chances(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Recorder {
  readonly sender: Sender;
  readonly arrivals: readonly Arrival[];
}

/** `trouble`: the share of requests that are refused, or whose answer is lost. */
export function recorder(calls: readonly Call[], chance: Chance, trouble: number): Recorder {
  const arrivals: Arrival[] = [];
  const pointers = new Map(calls.map((call) => [call.operation, call.yields?.pointer]));
  let moment = 0;
  const next = (): number => {
    moment += 1;
    return moment;
  };
  const answer = (operation: string): Outcome => {
    if (chance() < trouble) {
      const kinds = ["forbidden", "conflict", "limited", "lost", "already", "unauthenticated"] as const;
      // A refused credential ends everything, so it is rare.
      const kind = kinds[Math.floor(chance() * (kinds.length - 0.9))] ?? "forbidden";
      return failure(kind, "Trouble", "The server is in a mood.", kind === "lost" ? null : 400);
    }
    return { ok: true, status: 200, body: bodyWith(pointers.get(operation), `made/${next()}`) };
  };
  return {
    arrivals,
    sender: {
      name: "recorded",
      concurrency: 4,
      hide: () => {},
      clean: (text) => text,
      reader: {
        connection: "recorded",
        signal: new AbortController().signal,
        // Who looks for what was lost finds nothing, or learns nothing.
        read: async () => failure(chance() < 0.5 ? "missing" : "unavailable", "Blind", "Nothing to see."),
      },
      send: async (request, operation) => {
        const came = next();
        for (let turns = Math.floor(chance() * 3); turns > 0; turns -= 1) await turn();
        const outcome = answer(operation);
        const ok = outcome.ok || outcome.reason === "already";
        arrivals.push({ sent: sentBy(request), host: request.host ?? null, came, answered: next(), ok });
        return outcome;
      },
    },
  };
}

function sentBy(request: Request): Sent {
  const target = targetOf(request);
  if (target === null) throw new Error(`${request.path} is no path`);
  return { method: request.method, target, headers: request.headers ?? {}, body: request.body };
}

function bodyWith(pointer: string | undefined, id: string): Value {
  const parts = (pointer ?? "").split("/").slice(1).reverse();
  return parts.reduce<Value>((inner, part) => (/^\d+$/.test(part) ? [inner] : { [part]: inner }), id);
}
