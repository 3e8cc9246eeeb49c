import type { ServerResponse } from "node:http";
import type { Attributes, Resource } from "../../src/model/resource.ts";
import { createState, type StateView } from "../../src/model/state.ts";
import { isRecord, type Value } from "../../src/model/value.ts";
import { json, type Scripted, type Seen, serve } from "../http/support.ts";

/**
 * How the server takes a write: `ok`; `refused` (403); `unknown` (401: whose credential is this?); `lost` (resets before it acts) or `lost-done` (acts, then
 * resets); `lie` (says yes, does nothing); `already` (says that it is so); `broken` (500 before it acts); `hang` (never answers); `slow` (acts, and takes its time to answer).
 */
export type Fault =
  | "ok"
  | "refused"
  | "unknown"
  | "lost"
  | "lost-done"
  | "lie"
  | "already"
  | "broken"
  | "hang"
  | "slow";

export interface World extends AsyncDisposable {
  readonly server: Scripted;
  /** Items by id. */
  readonly items: Map<string, Attributes>;
  /** What is live, under `acme/items/NAME`. */
  readonly live: () => StateView;
  /** Writes as they came. */
  readonly writes: Seen[];
}

export interface WorldOptions {
  readonly items?: readonly Resource[];
  /** Asked for each write as it comes. */
  readonly fault?: (seen: Seen, count: number) => Fault;
  /** Runs while a write is under way. */
  readonly during?: (seen: Seen, count: number, items: Map<string, Attributes>) => Promise<void>;
}

/** A server that keeps items: POST /items, PUT and DELETE /items/ID, GET both. */
export async function world(options: WorldOptions = {}): Promise<World> {
  const items = new Map<string, Attributes>();
  for (const each of options.items ?? []) items.set(each.id ?? "", each.attributes);
  const writes: Seen[] = [];
  let created = 0;

  const act = (seen: Seen): Value => {
    const body: unknown = JSON.parse(seen.body || "{}");
    const attributes = (isRecord(body) ? body : {}) as Attributes;
    const id = decodeURIComponent(seen.path.split("/")[2] ?? "");
    if (seen.method === "POST") {
      created += 1;
      items.set(`new-${created}`, attributes);
      return { id: `new-${created}` };
    }
    if (seen.method === "DELETE") items.delete(id);
    else items.set(id, { ...items.get(id), ...attributes });
    return { id };
  };

  const read = (seen: Seen, response: ServerResponse): void => {
    const id = seen.path.split("/")[2];
    const one = id === undefined ? undefined : items.get(id);
    const body =
      id === undefined
        ? { items: [...items].map(([key, attributes]) => ({ id: key, ...attributes })) }
        : (one ?? null);
    response.writeHead(body === null ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(body === null ? { error: "no such item" } : body));
  };

  const server = await serve(async (seen, response, request) => {
    if (seen.method === "GET") return read(seen, response);
    writes.push(seen);
    const count = writes.length;
    const fault = options.fault?.(seen, count) ?? "ok";
    await options.during?.(seen, count, items);
    switch (fault) {
      case "ok":
        return json(200, act(seen))(seen, response, request);
      case "slow": {
        const answer = act(seen);
        await new Promise((resolve) => setTimeout(resolve, 60));
        return json(200, answer)(seen, response, request);
      }
      case "refused":
        return json(403, { error: "You may not." })(seen, response, request);
      case "unknown":
        return json(401, { error: "Who are you?" })(seen, response, request);
      case "broken":
        return json(500, { error: "Something broke." })(seen, response, request);
      case "lost-done":
        act(seen);
        response.socket?.resetAndDestroy();
        return;
      case "lost":
        response.socket?.resetAndDestroy();
        return;
      case "lie":
        return json(200, { id: "id-of-nothing" })(seen, response, request);
      case "already":
        return json(410, { error: "It is so." })(seen, response, request);
      case "hang":
        return;
    }
  });

  return {
    server,
    items,
    writes,
    live: () =>
      createState(
        [...items].map(([id, attributes]) => ({
          id,
          attributes,
          kind: "item",
          key: String(attributes.name),
          address: `acme/items/${attributes.name}`,
        })),
      ),
    [Symbol.asyncDispose]: () => server.close(),
  };
}
