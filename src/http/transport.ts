import { type Dispatcher, EnvHttpProxyAgent, Pool } from "undici";
import type { Answer, Failure, Request } from "../model/protocol.ts";
import { cancelled } from "./failure.ts";
import type { ProxySettings } from "./proxy.ts";
import { troubleOf } from "./trouble.ts";

/** A request as it goes over the wire. */
interface Wire {
  readonly method: Request["method"];
  /** With the query, after the prefix of the base URL. */
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string | null;
}

/** Milliseconds. */
export interface Timeouts {
  /** Default 10,000. */
  readonly connect: number;
  /** From the request to the head of the answer. Default 60,000. */
  readonly headers: number;
  /** Between two pieces of the body. Default 60,000. */
  readonly body: number;
  /** One exchange as a whole: an answer that drips ends too. Default 300,000. */
  readonly total: number;
}

export const timeoutDefaults: Timeouts = { connect: 10_000, headers: 60_000, body: 60_000, total: 300_000 };

interface TransportOptions {
  readonly origin: string;
  /** Prefix of every path: the path of the base URL without its last slash. */
  readonly prefix: string;
  /** The host as messages name it. */
  readonly label: string;
  readonly connections: number;
  readonly timeouts: Timeouts;
  /** Bytes of a body at most. */
  readonly maxBytes: number;
  readonly proxy?: ProxySettings;
  /** Ends the exchanges that may be ended. */
  readonly signal: AbortSignal;
}

/** Connections to one host, kept alive between requests. */
export interface Transport {
  /**
   * One exchange: the answer, whatever its status; or why there is none. `abortable`: ends when the signal comes
   * (a read); a write under way is awaited, since its answer says what became of it.
   */
  readonly exchange: (wire: Wire, abortable: boolean) => Promise<Answer | Failure>;
  readonly close: () => Promise<void>;
}

export function createTransport(options: TransportOptions): Transport {
  const { origin, prefix, label, timeouts, signal } = options;
  const dispatcher = createDispatcher(options);
  const running = new Set<() => void>();
  const abortAll = (): void => {
    for (const abort of [...running]) abort();
  };
  signal.addEventListener("abort", abortAll, { once: true });

  const exchange: Transport["exchange"] = (wire, abortable) =>
    new Promise((resolve) => {
      const unsendable = unsendableIn(wire);
      if (unsendable !== null) return resolve(troubleOf(unsendable, false, label));
      let control: Dispatcher.DispatchController | null = null;
      let stopped: Error | null = null;
      let status = 0;
      let headers: Answer["headers"] = {};
      const chunks: Buffer[] = [];

      const settle = (result: Answer | Failure): void => {
        clearTimeout(timer);
        running.delete(abort);
        resolve(result);
      };
      // What waits for a connection cannot be taken back from undici; it is refused once its turn comes.
      const stop = (reason: Error): void => {
        stopped = reason;
        if (control !== null) control.abort(reason);
        else settle(reason instanceof Aborted ? cancelled() : troubleOf(reason, false, label));
      };
      const abort = (): void => stop(new Aborted());
      const timer = setTimeout(() => stop(new TotalTimeout()), timeouts.total);
      if (abortable) running.add(abort);

      dispatcher.dispatch(
        { origin, path: prefix + wire.path, method: wire.method, headers: wire.headers, body: wire.body },
        {
          onRequestStart: (controller) => {
            if (stopped === null) control = controller;
            else controller.abort(stopped);
          },
          onResponseStart: (_controller, statusCode, incoming) => {
            status = statusCode;
            headers = flat(incoming);
          },
          onResponseData: (_controller, chunk) => {
            chunks.push(chunk);
          },
          onResponseEnd: () => settle({ status, headers, text: decode(chunks) }),
          onResponseError: (_controller, error) =>
            settle(
              stopped instanceof Aborted ? cancelled() : troubleOf(stopped ?? error, control !== null, label),
            ),
        },
      );
    });

  return {
    exchange,
    close: () => dispatcher.close(),
  };
}

function createDispatcher(options: TransportOptions): Dispatcher {
  const { timeouts, proxy } = options;
  const settings = {
    connections: options.connections,
    // One protocol, one behaviour: what HTTP/2 reports of a broken connection differs from server to server.
    allowH2: false,
    connectTimeout: timeouts.connect,
    headersTimeout: timeouts.headers,
    bodyTimeout: timeouts.body,
    maxResponseSize: options.maxBytes,
  };
  if (proxy === undefined) return new Pool(options.origin, settings);
  return new EnvHttpProxyAgent({
    ...settings,
    httpProxy: proxy.http ?? "",
    httpsProxy: proxy.https ?? "",
    noProxy: proxy.none ?? "",
  });
}

/**
 * What undici would refuse itself. It takes the connection that was to carry such a request for busy from then on, until
 * there is none left and everything waits.
 */
function unsendableIn({ path, headers }: Wire): Unsendable | null {
  if (/[^\x21-\xff]/.test(path)) return new Unsendable("invalid path");
  const bad = Object.entries(headers).find(([, value]) => /[^\t\x20-\x7e\x80-\xff]/.test(value));
  return bad === undefined ? null : new Unsendable(`invalid ${bad[0]} header`);
}

class Unsendable extends Error {
  readonly code = "CHARTER_UNSENDABLE";
}

class Aborted extends Error {}

class TotalTimeout extends Error {
  readonly code = "CHARTER_TOTAL_TIMEOUT";
}

function flat(incoming: Readonly<Record<string, string | string[] | undefined>>): Answer["headers"] {
  const headers: Record<string, string> = Object.create(null);
  for (const name in incoming) {
    const value = incoming[name];
    if (value !== undefined) headers[name] = typeof value === "string" ? value : value.join(", ");
  }
  return headers;
}

/** Pieces are joined before they are decoded: a character may lie across two. */
function decode(chunks: readonly Buffer[]): string {
  const [first] = chunks;
  if (first === undefined) return "";
  const text = (chunks.length === 1 ? first : Buffer.concat(chunks)).toString("utf8");
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
