import type {
  Answer,
  Credentials,
  Failure,
  Outcome,
  Protocol,
  Reader,
  Request,
  TokenStore,
} from "../model/protocol.ts";
import { sentence } from "../model/text.ts";
import { type Clock, systemClock } from "./clock.ts";
import { type Observer, observer, type RequestEvent } from "./events.ts";
import { cancelled, failure, isSilence, mayHaveBeenCarriedOut } from "./failure.ts";
import { type Base, baseOf, targetOf } from "./host.ts";
import { interpret } from "./interpret.ts";
import { createLimiter, type Limiter } from "./limiter/limiter.ts";
import { verdictOf } from "./limiter/verdict.ts";
import { createOutage, type Outage } from "./outage.ts";
import { type ProxySettings, proxyPasswords } from "./proxy.ts";
import { type Redactor, redactor, withoutTelling, withoutTokens } from "./redact.ts";
import { nextWait, type Repeat, type RetrySettings, retries, retryDefaults } from "./retry.ts";
import { createSession, type Grant } from "./session.ts";
import { oneLine, seconds } from "./text.ts";
import { createTransport, type Timeouts, type Transport, timeoutDefaults } from "./transport.ts";

export interface ConnectionOptions {
  /** As `charter.yaml` names it. */
  readonly name: string;
  readonly protocol: Protocol;
  /** Base URLs by host name; override those of the protocol. */
  readonly urls?: Readonly<Record<string, string>>;
  /** Resolved already; this module looks nothing up. */
  readonly credentials: Credentials;
  readonly tokens: TokenStore;
  /** Ends reads, queues and waits. A write under way is awaited. */
  readonly signal?: AbortSignal;
  /** Requests under way at once on one host, at most. Default: the protocol's. */
  readonly concurrency?: number;
  /** Requests a second to one host, at most. Default: the protocol's. */
  readonly perSecond?: number;
  /** Charter's version, for `User-Agent`. */
  readonly version: string;
  readonly onRequest?: (event: RequestEvent) => void;
  readonly timeouts?: Partial<Timeouts>;
  readonly retry?: Partial<RetrySettings>;
  /** Bytes of one answer at most. Default 64 MiB. */
  readonly maxBytes?: number;
  readonly proxy?: ProxySettings;
  /** What takes secrets out of texts, where several connections share one. Told those of this one. Default: its own. */
  readonly secrets?: Redactor;
  readonly clock?: Clock;
}

/** One account on the hosts of one platform. */
export interface Connection {
  readonly name: string;
  /** Requests under way at once, at most. */
  readonly concurrency: number;
  readonly reader: Reader;
  /**
   * Sends a write. It is sent again where it was not carried out (429, 503, busy, nothing left), or where its
   * policy calls that safe. A failure after which {@link mayHaveBeenCarriedOut} holds needs a look. `before` is asked
   * before each sending: what it gives stands in place of the answer, and nothing is sent.
   */
  readonly send: (
    request: Request,
    operation: string,
    before?: ((request: Request) => Promise<Failure | null>) | null,
  ) => Promise<Outcome>;
  /** From now on the text stands in no failure and no event. */
  readonly hide: (secret: string) => void;
  /** The text without secrets, on one line. */
  readonly clean: (text: string) => string;
  /** Waits for what is under way and closes all sockets. */
  readonly close: () => Promise<void>;
}

interface Host extends Base {
  readonly transport: Transport;
  readonly limiter: Limiter<Outcome>;
  readonly outage: Outage;
}

/** One request with all that decides how it is sent. */
interface Task {
  readonly request: Request;
  readonly operation: string | null;
  readonly repeat: Repeat;
  /** Signing in must not wait for signing in. */
  readonly authorize: boolean;
  /** See {@link Connection.send}. */
  readonly before?: ((request: Request) => Promise<Failure | null>) | null;
}

/** Was not sent, since its host has answered nothing for long: no pressure, as the limiter sees it. */
const inVain: Failure = failure("unreachable", "NoAnswer", "The host has answered nothing for a long time.");

/** Opens a connection; nothing is sent before the first request. */
export function openConnection(options: ConnectionOptions): Connection {
  const { protocol } = options;
  const clock = options.clock ?? systemClock;
  const settings: RetrySettings = { ...retryDefaults, ...options.retry };
  const concurrency = options.concurrency ?? protocol.limits.concurrency;
  const perSecond = options.perSecond ?? protocol.limits.perSecond;
  const [known, hidden] = divide(options.credentials, protocol);
  const secrets = options.secrets ?? redactor();
  for (const secret of [...hidden.values(), ...proxyPasswords(options.proxy)]) secrets.hide(secret);
  const clean = (text: string): string => oneLine(secrets.redact(text));
  const observe: Observer | null =
    options.onRequest === undefined
      ? null
      : observer(options.onRequest, { name: options.name, clean, clock });

  const ended = new AbortController();
  const { signal } = ended;
  const end = (): void => ended.abort(options.signal?.reason);
  if (options.signal?.aborted) end();
  else options.signal?.addEventListener("abort", end, { once: true });

  const hosts = new Map<string, Host | Failure>();
  const usual = Object.keys(protocol.hosts)[0] ?? "";
  const hostOf = (name: string): Host | Failure => {
    const known = hosts.get(name);
    if (known !== undefined) return known;
    const base = baseOf(protocol, name, options.urls ?? {}, options.name);
    const host = "ok" in base ? base : openHost(base);
    hosts.set(name, host);
    return host;
  };
  const openHost = (base: Base): Host => ({
    ...base,
    outage: createOutage(clock.now, settings.patience + settings.longest),
    transport: createTransport({
      ...base,
      signal,
      connections: concurrency,
      timeouts: { ...timeoutDefaults, ...options.timeouts },
      maxBytes: options.maxBytes ?? 64 * 1024 * 1024,
      ...(options.proxy === undefined ? {} : { proxy: options.proxy }),
    }),
    limiter: createLimiter<Outcome>({
      signal,
      clock,
      concurrency,
      ...(perSecond === undefined ? {} : { perSecond }),
      judge: (outcome) => verdictOf(outcome, Math.min(settings.longest, settings.patience), clock.date()),
    }),
  });

  const session = createSession({
    protocol,
    credentials: options.credentials,
    tokens: options.tokens,
    hide: secrets.hide,
    // A one-time code is spent once it has been sent: then only what was not carried out is sent again.
    send: (request, repeat) =>
      perform({ request, operation: null, repeat: repeat ?? "never", authorize: false }),
  });

  const judge = (answer: Answer, { operation, authorize }: Task): Outcome => {
    const outcome = interpret(answer, operation, protocol, clock.date());
    if (outcome.ok) return outcome;
    // Words of a failure are cut to length, and half a secret is not recognized: so it goes before they are cut.
    const told = authorize ? answer.text : withoutTokens(answer.text);
    const text = secrets.redact(withoutTelling(told));
    const shown = interpret({ ...answer, text }, operation, protocol, clock.date());
    return !shown.ok && shown.reason === outcome.reason ? shown : { ...outcome, message: wordless };
  };

  const once = async (
    task: Task,
    target: string,
    host: Host,
    grant: Grant | null,
    tries: number,
    verdict: () => Failure | null,
  ): Promise<Outcome> => {
    const { request } = task;
    const body = bodyOf(request);
    const headers: Record<string, string> = {
      accept: "application/json",
      "user-agent": `charter/${options.version}`,
      ...(body === null ? {} : { "content-type": body.type }),
      ...protocol.headers?.(),
      ...request.headers,
      ...grant?.headers,
    };
    const outcome = await host.limiter.run(async () => {
      if (verdict() !== null) return inVain;
      const watch = observe?.sent(request, host.label, task.operation, tries);
      const result = await host.transport.exchange(
        { method: request.method, path: target, headers, body: body?.text ?? null },
        task.repeat === "read",
      );
      const judged = isAnswer(result) ? named(judge(result, task), host) : result;
      watch?.(judged);
      host.outage.heard(judged.ok || !isSilence(judged) ? null : judged);
      return judged;
    });
    return outcome ?? cancelled();
  };

  const perform = async (task: Task): Promise<Outcome> => {
    const { request, repeat } = task;
    const host = hostOf(request.host ?? usual);
    if ("ok" in host) return host;
    const target = targetOf(request);
    if (target === null) {
      return failure(
        "invalid",
        "BadPath",
        `The path ${clean(request.path)} leads elsewhere than it says; nothing was sent.`,
      );
    }
    let effort = { tries: 0, counted: 0, waited: 0 };
    let renewed = false;
    const begun = clock.now();
    // Writes are given up by who sends them: what becomes of each is told.
    const verdict = () => (repeat === "read" ? host.outage.verdict(begun) : null);
    /** A former attempt of this very request that may have been carried out. */
    let doubt: Failure | null = null;
    for (;;) {
      if (signal.aborted) return doubt === null ? cancelled() : tidy(doubt);
      const grant = task.authorize ? await session.grant() : null;
      if (grant !== null && "ok" in grant) return tidy(afterDoubt(grant, doubt));
      const instead = (await task.before?.(request)) ?? null;
      if (instead !== null) return tidy(afterDoubt(instead, doubt));
      const outcome = await once(task, target, host, grant, effort.tries + 1, verdict);
      if (outcome.ok) return outcome;
      if (outcome === inVain) return tidy(verdict() ?? inVain);
      if (outcome.reason === "unauthenticated" && grant !== null && !renewed) {
        renewed = true;
        const fresh = await session.renew(grant);
        if (fresh === null) return tidy(afterDoubt(outcome, doubt));
        if ("ok" in fresh) return tidy(afterDoubt(fresh, doubt));
        effort = { ...effort, tries: effort.tries + 1 };
        continue;
      }
      if (outcome.reason === "cancelled" && doubt !== null) return tidy(doubt);
      if (repeat !== "read" && mayHaveBeenCarriedOut(outcome)) doubt = outcome;
      const kind = retries(outcome, repeat);
      const wait = nextWait(outcome, repeat, effort, settings, clock.random);
      if (wait === null) {
        return tidy(kind === "no" ? afterDoubt(outcome, doubt) : exhausted(doubt ?? outcome, effort));
      }
      observe?.waits(request, host.label, task.operation, effort.tries + 1, wait, outcome);
      effort = {
        tries: effort.tries + 1,
        counted: effort.counted + (kind === "counted" ? 1 : 0),
        waited: effort.waited + wait,
      };
      if (!(await clock.sleep(wait, signal))) return doubt === null ? cancelled() : tidy(doubt);
    }
  };

  /** A refusal says nothing about the sending before it whose answer was lost; "already" does. */
  const afterDoubt = (refusal: Failure, doubt: Failure | null): Failure => {
    if (doubt === null || refusal.reason === "already" || mayHaveBeenCarriedOut(refusal)) return refusal;
    const words = refusal.message === "" ? refusal.code : refusal.message;
    return { ...doubt, message: `${sentence(doubt.message)} Sent again, it was refused: ${words}` };
  };

  const exhausted = (of: Failure, effort: { readonly tries: number; readonly waited: number }): Failure => {
    if (effort.tries === 0) return of;
    const often = `Sent ${effort.tries + 1} times in ${seconds(effort.waited)}.`;
    return { ...of, message: `${sentence(of.message)} ${often}`.trimStart() };
  };

  const tidy = (of: Failure): Failure => ({ ...of, code: clean(of.code), message: clean(of.message) });

  const isRead = readsOf(protocol);
  const reader: Reader = {
    signal,
    connection: options.name,
    known,
    read: async (request) => {
      if (!isRead(request)) {
        throw new Error(
          `a reader cannot send ${request.method} ${request.path}: the protocol does not call it a read`,
        );
      }
      return perform({ request, operation: null, repeat: "read", authorize: true });
    },
  };

  return {
    name: options.name,
    concurrency,
    reader,
    hide: secrets.hide,
    clean,
    send: async (request, operation, before = null) => {
      const policy = Object.hasOwn(protocol.writes, operation) ? protocol.writes[operation] : undefined;
      if (policy === undefined) throw new Error(`the protocol has no policy for ${operation}`);
      return perform({ request, operation, repeat: policy.repeat, authorize: true, before });
    },
    close: async () => {
      options.signal?.removeEventListener("abort", end);
      await Promise.all(
        [...hosts.values()].map((host) => ("ok" in host ? undefined : host.transport.close())),
      );
    },
  };
}

function bodyOf({ body, form }: Request): { readonly type: string; readonly text: string } | null {
  if (form !== undefined) {
    return { type: "application/x-www-form-urlencoded", text: new URLSearchParams(form).toString() };
  }
  return body === undefined ? null : { type: "application/json", text: JSON.stringify(body) };
}

/** The parts of a credential that are no secrets, and those that are. */
function divide(
  credentials: Credentials,
  protocol: Protocol,
): readonly [known: Credentials, hidden: Credentials] {
  const parts = [...credentials];
  const isPublic = (part: string) =>
    Object.hasOwn(protocol.credentials, part) && protocol.credentials[part]?.public === true;
  return [
    new Map(parts.filter(([part]) => isPublic(part))),
    new Map(parts.filter(([part]) => !isPublic(part))),
  ];
}

/** Where a failure cannot be told without what must not be told. */
const wordless = "The answer repeats a secret, and is not shown.";

function isAnswer(result: Answer | Failure): result is Answer {
  return !("ok" in result);
}

/** A pattern that is not anchored must not let more pass than was meant: it has to match the whole path. */
function readsOf(protocol: Protocol): (request: Request) => boolean {
  const routes = protocol.reads.map(({ method, path }) => ({
    method,
    path: new RegExp(`^(?:${path.source})$`, path.flags.replace(/[gmy]/g, "")),
  }));
  return (request) =>
    routes.some((route) => route.method === request.method && route.path.test(request.path));
}

/** The platform's own words stay as they are; a sentence of ours says where it happened. */
function named(outcome: Outcome, host: Base): Outcome {
  if (outcome.ok || (outcome.reason !== "malformed" && outcome.reason !== "lost")) return outcome;
  return { ...outcome, message: `${host.label}: ${outcome.message}` };
}
