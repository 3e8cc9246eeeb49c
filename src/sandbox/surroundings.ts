import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";
import type { MiddlewareHandler, Next } from "hono";
import type { ParsedBody, Refusal, SandboxContext, SandboxDefinition, SandboxEnv } from "./definition.ts";
import type { Fault } from "./faults.ts";
import type { Injector } from "./injector.ts";
import type { Lanes } from "./lanes.ts";
import { append, type LoggedRequest } from "./log.ts";
import type { Limiter } from "./rate.ts";
import type { Store } from "./store.ts";
import { gatewayPage, half, hangUp, nothing } from "./wire.ts";

/** The parts of a running sandbox that every request passes. */
export interface Surroundings {
  readonly definition: SandboxDefinition;
  readonly store: Store;
  readonly injector: Injector;
  readonly limiter: Limiter;
  readonly lanes: Lanes;
  readonly onRequest: () => Promise<void> | void;
  readonly onWrite: (write: LoggedRequest) => Promise<void> | void;
  /** Whether everybody accepts every invitation at once. */
  readonly accepts: boolean;
  /** Null where nothing is to be logged. */
  readonly log: LoggedRequest[] | null;
  /** Aborted when the sandbox closes, so that no delayed request wakes up without a store. */
  readonly closing: AbortSignal;
}

/** Everything around the platform's own logic: who asks, the rate limit, faults, locks, the request log. */
export function surround(parts: Surroundings): MiddlewareHandler<SandboxEnv> {
  const { definition, store, injector, limiter, lanes, log } = parts;
  return async (context, next) => {
    const { method, path } = context.req;
    const body = parse(await context.req.text());
    await parts.onRequest();
    const account = definition.account(store, (name) => context.req.header(name));
    const subject = definition.subject(method, path);
    context.set("body", body);
    context.set("account", account);
    context.set("stuck", false);

    const note = (status: number, fault: Fault | null): LoggedRequest => {
      const entry: LoggedRequest = {
        method,
        path,
        target: context.env.incoming.url ?? path,
        headers: withoutProof(context.req.header()),
        user: account,
        status,
        body: body.valid ? body.value : body.text,
        write: subject.write,
        ...(fault === null ? {} : { fault: fault.kind }),
      };
      if (log !== null) append(log, entry);
      return entry;
    };
    const refuse = (refusal: Refusal): Response => {
      const response = definition.refuse(context, refusal);
      note(response.status, null);
      return response;
    };

    const retryAfter = account === null ? 0 : limiter.take(account);
    if (retryAfter > 0) return refuse({ kind: "status", status: 429, retryAfter });

    const { lane } = subject;
    const release = lane === null ? () => {} : lanes.take(lane);
    if (release === null) return refuse({ kind: "locked", lane: lane ?? path });
    const { delay, fault } = injector.next({ path, listing: subject.listing, locks: lane !== null });
    let response: Response;
    try {
      // A lock is held for a turn at least: two writes that arrive together collide even without latency.
      if (lane !== null) await turn();
      if (delay > 0) await sleep(delay, undefined, { signal: parts.closing });
      response = await act(definition, context, next, fault);
    } catch (error) {
      if (!parts.closing.aborted) throw error;
      hangUp(context, "close");
      return nothing();
    } finally {
      release();
    }
    // Logged before the answer leaves, so that whoever has the answer finds the entry.
    if (subject.write && parts.accepts) definition.answer?.(store, "accept", null);
    const cut = fault?.kind === "lost" || fault?.kind === "reset";
    const entry = note(cut ? 0 : response.status, fault);
    if (subject.write) await parts.onWrite(entry);
    if (cut) hangUp(context, fault.kind === "reset" ? "reset" : "close");
    if (fault?.kind !== "truncate") return response;
    const shortened = await half(context, response);
    // Hono keeps what a handler answered unless it is taken away first, and would merge the headers.
    context.res = undefined;
    context.res = shortened;
    return shortened;
  };
}

/** The platform's answer, or that of the fault that comes before it. */
async function act(
  definition: SandboxDefinition,
  context: SandboxContext,
  next: Next,
  fault: Fault | null,
): Promise<Response> {
  switch (fault?.kind) {
    case "status": {
      const { status = 500, retryAfter } = fault;
      const timing = retryAfter === undefined ? {} : { retryAfter };
      return definition.refuse(context, { kind: "status", status, ...timing });
    }
    case "reset":
      return nothing();
    case "html":
      return gatewayPage();
    case "lock":
      return definition.refuse(context, { kind: "locked", lane: context.req.path });
    case "loop":
      context.set("stuck", true);
      break;
    default:
  }
  await next();
  return context.res;
}

function withoutProof(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { authorization: _authorization, ...rest } = headers;
  return rest;
}

function parse(text: string): ParsedBody {
  try {
    return { valid: true, text, value: JSON.parse(text) };
  } catch {
    return { valid: false, text };
  }
}
