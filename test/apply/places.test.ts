/** Few places for everything: signing in, pages, lookups of lost answers and lanes never wait for each other in a circle. */
import { describe, expect, it } from "vitest";
import { applyPlan } from "../../src/apply/apply.ts";
import { runCalls } from "../../src/apply/section.ts";
import type { Connection } from "../../src/http/connection.ts";
import { isFailure } from "../../src/http/failure.ts";
import { pages } from "../../src/http/pages.ts";
import type { Call } from "../../src/model/call.ts";
import type { Failure, Protocol, Reader } from "../../src/model/protocol.ts";
import type { Attributes } from "../../src/model/resource.ts";
import type { StateView } from "../../src/model/state.ts";
import { isRecord, type Value } from "../../src/model/value.ts";
import { connect, json, protocol, quickClock, serve } from "../http/support.ts";
import { planOf } from "../store/support.ts";
import { call, change, memoryRun, part, resource, stateOf } from "./support.ts";

type Item = { readonly id: string; readonly name: string; readonly a: number };

function isItem(value: unknown): value is Item {
  return isRecord(value) && typeof value.id === "string" && typeof value.name === "string";
}

const size = 2;

/** All items, by two a page. */
async function listed(reader: Reader): Promise<readonly Item[] | Failure> {
  return pages(reader, {
    list: "items",
    request: (cursor) => ({ method: "GET", path: "/items", query: { from: cursor ?? 0 } }),
    page: (body) =>
      isRecord(body) && Array.isArray(body.items)
        ? { items: body.items.filter(isItem), next: Number(body.next) || null }
        : { ok: false, reason: "malformed", code: "Contract", message: "no items", status: 200 },
    key: ({ id }) => id,
  });
}

/** Signs in by a request, looks for lost writes by reading every page. */
const signsIn: Protocol = protocol({
  authorize: async ({ send }) => {
    const outcome = await send({ method: "POST", path: "/token" });
    if (!outcome.ok) return outcome;
    return { authorization: `Bearer ${isRecord(outcome.body) ? outcome.body.token : ""}` };
  },
  writes: {
    "item.set": {
      repeat: "check",
      find: async (reader, request) => {
        const items = await listed(reader);
        if (isFailure(items)) return items;
        const made = items.find((item) => request.path === `/items/${item.id}` && item.a === 1);
        return made === undefined ? null : { ok: true, status: 200, body: null };
      },
    },
  },
});

/**
 * Every 7th request is told to wait, a token is good for fifteen, every 3rd write is carried out and its answer lost,
 * every 5th is lost before. Tells what happened, and the most that were under way at once, in all and in one lane.
 */
async function trouble(laneOf: (id: string) => string | undefined) {
  const items = new Map<string, Attributes>();
  const most = { all: 0, lane: 0 };
  const met = { refused: 0, expired: 0, lost: 0 };
  const lanes = new Map<string, number>();
  let active = 0;
  let requests = 0;
  let writes = 0;
  let token = 0;
  let good = 0;
  const server = await serve(async (seen, response, request) => {
    const url = new URL(seen.path, "http://host");
    const id = url.pathname.split("/")[2] ?? "";
    const lane = seen.method === "PUT" ? laneOf(id) : undefined;
    const enter = (by: 1 | -1): void => {
      active += by;
      most.all = Math.max(most.all, active);
      if (lane === undefined) return;
      lanes.set(lane, (lanes.get(lane) ?? 0) + by);
      most.lane = Math.max(most.lane, lanes.get(lane) ?? 0);
    };
    const answer = (status: number, body: Value, headers = {}): void => {
      enter(-1);
      void json(status, body, headers)(seen, response, request);
    };
    enter(1);
    // Whoever else comes is there before the answer leaves.
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    requests += 1;
    if (requests % 7 === 0) {
      met.refused += 1;
      return answer(429, { error: "slowly" }, { "retry-after": "1" });
    }
    if (url.pathname === "/token") {
      token += 1;
      good = 15;
      return answer(200, { token: String(token) });
    }
    good -= 1;
    if (good < 0 || seen.headers.authorization !== `Bearer ${token}`) {
      met.expired += 1;
      return answer(401, { error: "Who are you?" });
    }
    if (seen.method === "GET") {
      const from = Number(url.searchParams.get("from"));
      const all = [...items].map(([key, attributes]) => ({ id: key, ...attributes }));
      const next = from + size < all.length ? from + size : null;
      return answer(200, { items: all.slice(from, from + size), next });
    }
    writes += 1;
    if (writes % 5 !== 0) items.set(id, { ...items.get(id), ...JSON.parse(seen.body) });
    if (writes % 5 !== 0 && writes % 3 !== 0) return answer(200, {});
    met.lost += 1;
    enter(-1);
    response.socket?.resetAndDestroy();
  });
  return { server, items, most, met };
}

const keys = Array.from({ length: 12 }, (_each, index) => `i${String(index).padStart(2, "0")}`);

describe.each([1, 2, 5])("with %d at once at most", (concurrency) => {
  it("everything is applied in the end, and lanes are kept", async () => {
    const calls: readonly Call[] = keys.map((key, index) =>
      call(key, {
        ...(index % 3 === 0 ? {} : { lane: `lane ${index % 2}` }),
        dependsOn: index % 4 === 3 ? [keys[index - 2] ?? ""] : [],
      }),
    );
    const laneOf = (id: string) => calls.find((each) => `id-${each.id}` === id)?.lane;
    const { server, items, most, met } = await trouble(laneOf);
    await using _server = server;
    for (const key of keys) items.set(`id-${key}`, { name: key, a: 0 });
    await using connection = connect(server.url, { concurrency, perSecond: 1_000, protocol: signsIn });
    const state = async (of: Connection): Promise<StateView | Failure> => {
      const all = await listed(of.reader);
      if (isFailure(all)) return all;
      return stateOf(...all.map(({ id, ...attributes }) => resource(attributes.name, attributes, { id })));
    };
    const live = await state(connection);
    if ("ok" in live) throw new Error(live.message);
    const changes = keys.map((key) => change(key, { name: key, a: 0 }, { name: key, a: 1 }, [key]));
    const section = part(connection, live, () => state(connection), { calls, changes });
    const result = await applyPlan({
      plan: planOf(section.section),
      sections: [{ ...section, platform: { ...section.platform, protocol: signsIn } }],
      run: memoryRun(),
      clock: quickClock(),
    });
    expect(result.outcomes.map(({ status }) => status)).toEqual(keys.map(() => "applied"));
    expect(result.verified).toBe(true);
    expect([...items.values()].map(({ a }) => a)).toEqual(keys.map(() => 1));
    expect(most.all).toBeLessThanOrEqual(concurrency);
    expect(most.lane).toBe(1);
    expect(Math.min(met.refused, met.expired, met.lost)).toBeGreaterThan(2);
  });
});

it("what waits for its lane takes no place from others", async () => {
  const calls = [
    ...["a1", "a2", "a3", "a4"].map((id) => call(id, { lane: "a" })),
    ...["b1", "b2", "b3"].map((id) => call(id)),
  ];
  const order: string[] = [];
  let release = (): void => {};
  const rest = new Promise<void>((resolve) => {
    release = resolve;
  });
  await runCalls({
    calls,
    concurrency: 2,
    stopped: () => null,
    onSettled: () => {},
    perform: async ({ id }) => {
      // The first of the lane ends only after all that are not of it.
      if (id === "a1") await rest;
      order.push(id);
      if (id === "b3") release();
      return { status: "done" };
    },
  });
  expect(order).toEqual(["b1", "b2", "b3", "a1", "a2", "a3", "a4"]);
});
