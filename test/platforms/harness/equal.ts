/** What was printed against what arrived: the same calls, in an order that their dependencies allow. */
import { expect } from "vitest";
import type { Plan } from "../../../src/model/plan.ts";
import { canonical, type Value } from "../../../src/model/value.ts";
import type { LoggedRequest } from "../../../src/sandbox/log.ts";
import type { RunEvent } from "../../../src/store/store.ts";
import { announced, type Known, type Sent, type Told, toldIn } from "./told.ts";

/** A request as a server took it down, with the moments at which it came and was answered. */
export interface Arrival {
  readonly sent: Sent;
  /** Null: the usual one. */
  readonly host: string | null;
  readonly came: number;
  readonly answered: number;
  /** It was carried out, and an answer said so. */
  readonly ok: boolean;
}

export interface Applied {
  readonly plan: Plan;
  /** What `plan --calls` printed. */
  readonly text: string;
  /** The journal. */
  readonly events: readonly RunEvent[];
  /** Every write that arrived. */
  readonly arrivals: readonly Arrival[];
  readonly secrets: Readonly<Record<string, string>>;
  /** Whoever applied was killed: what was about to leave may never have come. */
  readonly killed?: boolean;
  /** All hosts are one server, which does not know as which it is asked. */
  readonly oneServer?: boolean;
}

/** The writes among what a sandbox took down, as far as a printed call speaks of them. */
export function arrivalsIn(requests: readonly LoggedRequest[], text: string): readonly Arrival[] {
  const named = new Set(toldIn(text).flatMap(({ headers }) => Object.keys(headers)));
  return requests
    .filter(({ write }) => write)
    .map(({ method, target, headers, body, status, fault = "latency" }, moment) => ({
      host: null,
      came: moment,
      answered: moment,
      ok: status > 0 && status < 400 && fault === "latency",
      sent: {
        method,
        target,
        // What the protocol adds to every request is empty where a call says nothing.
        headers: Object.fromEntries(
          Object.entries(headers).filter(([name, value]) => named.has(name) && value !== ""),
        ),
        body: body === "" ? undefined : (body as Value),
      },
    }));
}

/** What arrived, by call. */
type ByCall = ReadonlyMap<string, readonly Arrival[]>;

/** Throws with all that was printed and done where the two differ. The retries of one call count once. */
export function expectTold(applied: Applied): ByCall {
  try {
    return compare(applied);
  } catch (error) {
    const { text, events, arrivals } = applied;
    throw new Error(`${text}\n${JSON.stringify({ events, arrivals }, null, 1)}\n${error}`, { cause: error });
  }
}

function compare(applied: Applied): ByCall {
  const { plan, text, events, killed = false } = applied;
  const told = toldIn(text);
  expect(told.map(({ id }) => id)).toEqual(plan.sections.flatMap(({ calls }) => calls.map(({ id }) => id)));
  const byCall = assigned(told, applied);
  const over =
    killed ||
    events.some(
      (event) =>
        (event.type === "answered" && event.result === "unauthenticated") ||
        (event.type === "finished" && event.cancelled),
    );
  const done = doneIn(events);
  for (const call of told) {
    const own = byCall.get(call.id);
    if (own !== undefined) {
      for (const id of call.after) {
        expect(done.has(id), `${call.id} after ${id}`).toBe(true);
        expect(byCall.get(id)?.at(-1)?.answered, `${call.id} after ${id}`).toBeLessThan(own[0]?.came ?? 0);
      }
      continue;
    }
    // What was not sent needed something that failed, or an id that the answer did not bring.
    if (!over && call.after.every((id) => done.has(id))) {
      expect(() => announced(call, knownBy(applied))).toThrow("nobody knows the id");
    }
  }
  return byCall;
}

/** Gives each request to the call that announces it; throws where one is left, or a call has none although it began. */
function assigned(told: readonly Told[], applied: Applied): ByCall {
  const { events, arrivals, oneServer = false, killed = false } = applied;
  const begun = new Set(events.flatMap((event) => (event.type === "sending" ? [event.call] : [])));
  // What was cancelled while it waited for its turn never left.
  for (const event of events) {
    if (event.type === "answered" && event.result === "cancelled") begun.delete(event.call);
  }
  const known = knownBy(applied);
  const byRequest = Map.groupBy(arrivals, ({ sent, host }) => requestKey(sent, host));
  const byCall = new Map<string, readonly Arrival[]>();
  for (const call of told) {
    // What the journal has not begun was not sent: then nothing like it is among what arrived.
    if (!begun.has(call.id)) continue;
    const key = requestKey(announced(call, known), oneServer ? null : call.host);
    const own = byRequest.get(key);
    if (own === undefined && killed) continue;
    expect(own, `${call.id}: ${key}`).toBeDefined();
    byRequest.delete(key);
    byCall.set(call.id, own ?? []);
    expect(own?.slice(0, -1).filter(({ ok }) => ok)).toEqual([]);
  }
  expect([...byRequest.keys()]).toEqual([]);
  return byCall;
}

/** Calls that were carried out, as far as the run has learned. */
function doneIn(events: readonly RunEvent[]): ReadonlySet<string> {
  const results: readonly string[] = ["done", "already", "found"];
  return new Set(
    events.flatMap((event) =>
      event.type === "answered" && results.includes(event.result) ? [event.call] : [],
    ),
  );
}

function knownBy({ plan, events, secrets }: Applied): Known {
  return { ids: idsIn(plan, events), secrets, plan };
}

/** What the run learned, by address. */
function idsIn(plan: Plan, events: readonly RunEvent[]): ReadonlyMap<string, string> {
  const calls = new Map(
    plan.sections.flatMap((section) => section.calls.map((call) => [call.id, call] as const)),
  );
  const ids = new Map<string, string>();
  for (const event of events) {
    if (event.type !== "answered" || event.id === undefined) continue;
    const address = calls.get(event.call)?.yields?.address;
    if (address !== undefined) ids.set(address, event.id);
  }
  return ids;
}

function requestKey({ method, target, headers, body }: Sent, host: string | null): string {
  return canonical([method, host, target, headers, body ?? null]);
}
