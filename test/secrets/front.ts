/**
 * A server in front of a sandbox. It learns every secret that comes through, and answers in the sandbox's place where a
 * test wants so: with all that it was told.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Platform } from "../../src/model/platform.ts";
import type { Sandbox } from "../../src/sandbox/server.ts";

type Part = "sign-in" | "read" | "write";

/** A request as a hostile server tells of it. */
export interface Told {
  readonly part: Part;
  /** Headers and body. */
  readonly everything: string;
  /** The secrets in it, each as it is. */
  readonly secrets: readonly string[];
  /** What the sandbox would answer; asking for it makes the sandbox act. */
  readonly truth: () => Promise<string>;
}

/** Answers; null leaves it to the sandbox. */
export type Manner = (told: Told, response: ServerResponse) => void | Promise<void>;

export interface Front extends AsyncDisposable {
  readonly url: string;
  /** Whatever was sent or given out so far that nobody else may know. */
  readonly secrets: ReadonlySet<string>;
  hostile: { readonly part: Part; readonly manner: Manner } | null;
  /** How many requests were answered by the manner. */
  struck: number;
}

const telling = /auth|access|token|secret|password|cookie/i;
const signIns = /\/auth\/signin|\/get-tokens$|\/oauth2\/token$/;

export async function frontOf(platform: Platform, sandbox: Sandbox): Promise<Front> {
  const secrets = new Set<string>();
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString("utf8");
    const carried = secretsOf(request, body);
    for (const secret of carried) secrets.add(secret);
    const part = partOf(platform, request);
    const forward = async () => {
      const answer = await pass(sandbox, request, body);
      for (const secret of given(answer.text)) secrets.add(secret);
      return answer;
    };
    if (front.hostile?.part === part) {
      front.struck += 1;
      const everything = `${JSON.stringify(request.headers)} ${body}`;
      const truth = async () => (await forward()).text;
      await front.hostile.manner({ part, everything, secrets: carried, truth }, response);
      return;
    }
    const { status, headers, text } = await forward();
    response.writeHead(status, headers).end(text);
  };
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const front: Front = {
    url: `http://127.0.0.1:${port}`,
    secrets,
    hostile: null,
    struck: 0,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return front;
}

function partOf({ protocol }: Platform, { method = "", url = "" }: IncomingMessage): Part {
  const [path = ""] = url.split("?");
  if (signIns.test(path) || path.includes("/signin")) return "sign-in";
  const isRead = protocol.reads.some((route) => route.method === method && route.path.test(path));
  return isRead ? "read" : "write";
}

/** What the headers and the body of a request hold under a telling name. */
function secretsOf({ headers }: IncomingMessage, body: string): readonly string[] {
  const found: string[] = [];
  for (const [name, value] of Object.entries(headers)) {
    if (!telling.test(name) || typeof value !== "string") continue;
    found.push(...value.split(/[ ,]+/).filter((word) => word.length > 12));
  }
  found.push(...given(body));
  for (const [name, value] of new URLSearchParams(body))
    if (/^\w+$/.test(name) && telling.test(name)) found.push(value);
  return found.filter((each) => each.length >= 6);
}

/** What members with a telling name hold. */
function given(text: string): readonly string[] {
  const found = text.matchAll(/"\w*(?:token|secret|password)"\s*:\s*("(?:[^"\\]|\\.)*")/gi);
  return [...found].map(([, value = '""']) => String(JSON.parse(value))).filter((each) => each.length >= 6);
}

async function pass(sandbox: Sandbox, request: IncomingMessage, body: string) {
  // Not fetch, which sends no body along with a GET.
  const { request: send } = await import("undici");
  const { host: _host, "content-length": _length, connection: _connection, ...headers } = request.headers;
  const answer = await send(sandbox.url + request.url, {
    method: request.method ?? "GET",
    headers,
    body: body === "" ? null : body,
  });
  const {
    "content-length": _size,
    "transfer-encoding": _coding,
    connection: _kept,
    ...rest
  } = answer.headers;
  return { status: answer.statusCode, headers: rest, text: await answer.body.text() };
}
