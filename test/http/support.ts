import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Clock } from "../../src/http/clock.ts";
import { type Connection, type ConnectionOptions, openConnection } from "../../src/http/connection.ts";
import { failure } from "../../src/http/failure.ts";
import { parseBody } from "../../src/http/json.ts";
import type { FailureReason, Protocol, TokenStore } from "../../src/model/protocol.ts";
import { isRecord, type Value } from "../../src/model/value.ts";

/** A request as the server saw it. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

export type Behaviour = (
  seen: Seen,
  response: ServerResponse,
  request: IncomingMessage,
) => void | Promise<void>;

export interface Scripted extends AsyncDisposable {
  readonly url: string;
  readonly seen: Seen[];
  readonly close: () => Promise<void>;
}

/** A server over a real socket that behaves as told. */
export async function serve(behave: Behaviour): Promise<Scripted> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const one: Seen = {
        method: request.method ?? "",
        path: request.url ?? "",
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      };
      seen.push(one);
      void behave(one, response, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { url: `http://127.0.0.1:${port}`, seen, close, [Symbol.asyncDispose]: close };
}

/** Behaves so on the first request, then so on the second …; the last one holds for all others. */
export function inTurn(...behaviours: readonly Behaviour[]): Behaviour {
  let next = 0;
  return (seen, response, request) => {
    const behaviour = behaviours[Math.min(next, behaviours.length - 1)];
    next += 1;
    return behaviour?.(seen, response, request);
  };
}

export function json(status: number, body: Value, headers: Readonly<Record<string, string>> = {}): Behaviour {
  return (_seen, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(JSON.stringify(body));
  };
}

export function text(
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Behaviour {
  return (_seen, response) => {
    response.writeHead(status, headers);
    response.end(body);
  };
}

export const reset: Behaviour = (_seen, response) => {
  response.socket?.resetAndDestroy();
};

export const silent: Behaviour = () => {};

const reasons: Readonly<Record<number, FailureReason>> = {
  400: "invalid",
  401: "unauthenticated",
  403: "forbidden",
  404: "missing",
  409: "conflict",
  410: "already",
  423: "busy",
  429: "limited",
};

/** A platform that speaks plain JSON: GET reads, everything else writes. */
export function protocol(changes: Partial<Protocol> = {}): Protocol {
  return {
    hosts: { api: { description: "the API" } },
    credentials: { token: { env: "TEST_TOKEN", description: "a token" } },
    authorize: async ({ credentials }) => ({ authorization: `Bearer ${credentials.get("token") ?? ""}` }),
    reads: [
      { method: "GET", path: /^\/items(\/[^/]+)?$/ },
      { method: "POST", path: /\/find/g },
    ],
    outcome: (answer) => {
      const body = parseBody(answer);
      if (!body.ok) return body;
      if (answer.status < 300) return { ok: true, status: answer.status, body: body.value };
      const error = isRecord(body.value) ? body.value.error : undefined;
      const message = typeof error === "string" ? error : "refused";
      return failure(reasons[answer.status] ?? "unavailable", "Error", message, answer.status);
    },
    writes: {
      "item.put": { repeat: "safe" },
      "item.create": { repeat: "check" },
      "item.charge": { repeat: "never" },
    },
    limits: { concurrency: 4 },
    ...changes,
  };
}

export function memoryTokens(): TokenStore {
  const tokens = new Map<string, string>();
  return {
    get: async (name) => tokens.get(name),
    set: async (name, value) => {
      tokens.set(name, value);
    },
    exclusively: (work) => work(),
  };
}

/** A clock that never makes a test wait: sleeping moves it on. */
export function quickClock(random = 0.5): Clock & { readonly sleeps: number[] } {
  let now = 0;
  const sleeps: number[] = [];
  return {
    sleeps,
    now: () => now,
    date: () => Date.UTC(2026, 10, 15) + now,
    random: () => random,
    sleep: async (milliseconds, signal) => {
      if (signal?.aborted) return false;
      sleeps.push(milliseconds);
      now += milliseconds;
      return true;
    },
  };
}

/** A connection to a scripted server. */
export function connect(url: string, options: Partial<ConnectionOptions> = {}): Connection & AsyncDisposable {
  const connection = openConnection({
    name: "main",
    protocol: protocol(),
    urls: { api: url },
    credentials: new Map([["token", "tok-SECRET-12345"]]),
    tokens: memoryTokens(),
    version: "1.2.3",
    clock: quickClock(),
    ...options,
  });
  return { ...connection, [Symbol.asyncDispose]: () => connection.close() };
}
