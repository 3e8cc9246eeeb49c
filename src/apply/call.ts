import type { Clock } from "../http/clock.ts";
import type { Connection } from "../http/connection.ts";
import { failure, isSilence, mayHaveBeenCarriedOut } from "../http/failure.ts";
import type { Address } from "../model/address.ts";
import type { Call } from "../model/call.ts";
import type { Plan } from "../model/plan.ts";
import type { Failure, Outcome, Request, Success, WritePolicy } from "../model/protocol.ts";
import type { StateView } from "../model/state.ts";
import { sentence } from "../model/text.ts";
import { equal } from "../model/value.ts";
import type { Run, RunEvent, StoreFailure } from "../store/store.ts";
import { createGate, type Gate } from "./gate.ts";
import { idAt, requestOf, type Sources } from "./request.ts";

/** The part of a connection that applying needs. */
export type Sender = Pick<Connection, "name" | "concurrency" | "reader" | "send" | "hide" | "clean">;

/** What became of a call. */
export type CallResult =
  | { readonly status: "done" }
  /** The platform's own words. `doubt`: it may have been carried out. */
  | { readonly status: "failed"; readonly message: string; readonly doubt: boolean }
  /** Never sent: what it needs is not there. */
  | { readonly status: "skipped"; readonly because: string };

export interface CallContext {
  readonly connection: Sender;
  readonly writes: Readonly<Record<string, WritePolicy>>;
  /** Live state when the run started. */
  readonly live: StateView;
  readonly plan: Pick<Plan, "digest" | "time">;
  readonly run: Pick<Run, "write">;
  readonly clock: Clock;
  readonly secret: (name: string) => string;
  /** Ids that this run learned, by address. Grows. */
  readonly ids: Map<Address, string>;
  /** The same ids, as {@link claim} writes them. What one call made is never what another one lost. Grows. */
  readonly claimed: Set<string>;
  /** The kind of a resource that the plan changes. */
  readonly kindOf: (address: Address) => string | undefined;
  /** By operation. */
  readonly gates: Map<string, Gate>;
  /** The journal cannot be written: nothing more may be sent. */
  readonly broken: (failed: StoreFailure) => void;
  /** The platform refuses the credential: nothing more is sent on this connection, since many refusals lock accounts. */
  readonly lockedOut: (why: string) => void;
  /** What the last call came to: null where the platform answered it, else why it takes none. */
  readonly heard: (outage: string | null) => void;
}

/** Why a call was not sent that the signal came before. */
export const cancelledBecause = "cancelled before it was sent";

/** Times that a call is sent whose answer was lost and whose work is not there. */
const attempts = 3;

/** A server may still be at work when its answer is lost: it is looked at twice before it is asked again. */
const secondLook = 2_000;

/** Sends one call and says what became of it. Never throws. */
export async function performCall(call: Call, context: CallContext): Promise<CallResult> {
  try {
    return await perform(call, context);
  } catch (error) {
    // A mistake in the code of a platform must not keep the run from telling what it did.
    const why = error instanceof Error ? error.message : String(error);
    return { status: "failed", doubt: true, message: context.connection.clean(`Unexpected error: ${why}.`) };
  }
}

async function perform(call: Call, context: CallContext): Promise<CallResult> {
  const sources: Sources = {
    id: (address) => context.ids.get(address) ?? context.live.get(address)?.id,
    fact: (address, name) => context.live.get(address)?.facts?.[name],
    secret: context.secret,
    plan: context.plan,
  };
  const filled = requestOf(call, sources);
  if ("unknown" in filled) {
    return { status: "skipped", because: `${filled.unknown} is not known; run plan again` };
  }
  /** Sent before, and not carried out: then it is no longer "never sent". */
  let before: Failure | null = null;
  for (let attempt = 1; ; attempt += 1) {
    const notSent = (because: string): CallResult =>
      before === null ? { status: "skipped", because } : failedFor(before, attempt - 1);
    const journal = await context.run.write({
      type: "sending",
      connection: context.connection.name,
      call: call.id,
      operation: call.operation,
      method: call.method,
      path: filled.shown,
      attempt,
    });
    if (journal !== null) {
      context.broken(journal);
      return notSent(journal.message);
    }
    const outcome = await gateOf(call, context).shared(() =>
      sendAndLearn(call, attempt, filled.request, context),
    );
    context.heard(!outcome.ok && isSilence(outcome) ? wordsOf(outcome) : null);
    if (outcome.ok) return done(call, outcome, context);
    if (outcome.reason === "already") return already(call, context);
    if (outcome.reason === "cancelled") return notSent(cancelledBecause);
    if (outcome.reason === "unauthenticated") context.lockedOut(wordsOf(outcome));
    if (!mayHaveBeenCarriedOut(outcome)) return failed(outcome, false);
    const find = finderOf(call, context);
    if (find === null) return failed(outcome, true);
    const found = await gateOf(call, context).alone(() =>
      lookFor(call, attempt, () => find(filled.request), context),
    );
    if (found === null) {
      if (attempt >= attempts || context.connection.reader.signal.aborted) return failedFor(outcome, attempt);
      before = outcome;
      continue;
    }
    if (!found.ok) {
      if (found.reason === "unauthenticated") context.lockedOut(wordsOf(found));
      const words = `${sentence(wordsOf(outcome))} Whether it was carried out could not be found out: ${wordsOf(found)}`;
      return { status: "failed", message: words, doubt: true };
    }
    return done(call, found, context);
  }
}

/**
 * What a lost create made is told from what others make by the ids that are known. So nobody looks for it while
 * a call of the same operation is under way, whose id is not known yet. All others look side by side: in an outage
 * every one of a thousand invitations is looked for, and each look takes seconds.
 */
function gateOf(call: Call, context: CallContext): Gate {
  if (call.yields === undefined) return open;
  const gate = context.gates.get(call.operation) ?? createGate();
  context.gates.set(call.operation, gate);
  return gate;
}

const open: Gate = { shared: (work) => work(), alone: (work) => work() };

async function sendAndLearn(
  call: Call,
  attempt: number,
  request: Request,
  context: CallContext,
): Promise<Outcome> {
  const outcome = await send(request, call, context);
  if (outcome.ok) learn(call, outcome, context);
  await answered(call, attempt, outcome, resultOf(outcome), context);
  return outcome;
}

/** An exception on the way out leaves open what the server has seen. */
async function send(request: Request, call: Call, context: CallContext): Promise<Outcome> {
  try {
    return await context.connection.send(request, call.operation, unchanged(call, context));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return failure("malformed", "Unexpected", context.connection.clean(`Unexpected error: ${why}`));
  }
}

/**
 * Of what a call replaces as a whole, right before each sending: null where it is as the plan left it, else what becomes
 * of the call instead.
 *
 * | what is there | the call |
 * | --- | --- |
 * | what the plan was made from | is sent |
 * | what it would write | is done: by somebody else, or by a sending of it whose answer was lost |
 * | anything else | is refused: it would undo what somebody else has done |
 * | cannot be read | is not sent |
 */
function unchanged(call: Call, context: CallContext): ((request: Request) => Promise<Failure | null>) | null {
  const current = context.writes[call.operation]?.current;
  const { replaces } = call;
  if (current === undefined || replaces === undefined) return null;
  return async (request) => {
    const read = await current(context.connection.reader, request);
    if (!read.ok) {
      if (read.reason === "cancelled") return read;
      const words = `What it replaces could not be read, so nothing was sent: ${wordsOf(read)}`;
      return failure(mayHaveBeenCarriedOut(read) ? "unreachable" : read.reason, read.code, words);
    }
    if (equal(read.value, replaces)) return null;
    if (equal(read.value, request.body)) return failure("already", "Already", "It is so by now.");
    const words = `Somebody else has changed meanwhile what ${call.operation} on ${call.scope} replaces as a whole, so nothing was sent. Plan again.`;
    return failure("conflict", "Changed", words);
  };
}

type ResultOf = Extract<RunEvent, { type: "answered" }>["result"];

function resultOf(outcome: Outcome): ResultOf {
  return outcome.ok ? "done" : outcome.reason;
}

async function answered(
  call: Call,
  attempt: number,
  outcome: Outcome,
  result: ResultOf,
  context: CallContext,
): Promise<void> {
  const id = outcome.ok && call.yields !== undefined ? idAt(outcome.body, call.yields.pointer) : undefined;
  const journal = await context.run.write({
    type: "answered",
    connection: context.connection.name,
    call: call.id,
    attempt,
    status: outcome.status,
    result,
    ...(outcome.ok ? {} : { code: outcome.code, message: outcome.message }),
    ...(id === undefined ? {} : { id }),
  });
  if (journal !== null) context.broken(journal);
}

function done(call: Call, outcome: Success, context: CallContext): CallResult {
  if (call.yields === undefined || context.ids.has(call.yields.address)) return { status: "done" };
  const message = `The platform answered with success (status ${outcome.status}), but gave no id at ${call.yields.pointer}.`;
  return { status: "failed", message, doubt: true };
}

/** It is so already: done. The answer holds no id, so that of the live object is taken, if there is one. */
function already(call: Call, context: CallContext): CallResult {
  const address = call.yields?.address;
  const id = address === undefined ? undefined : context.live.get(address)?.id;
  if (address !== undefined && id !== undefined) context.ids.set(address, id);
  return { status: "done" };
}

function learn(call: Call, outcome: Success, context: CallContext): void {
  const id = call.yields === undefined ? undefined : idAt(outcome.body, call.yields.pointer);
  if (call.yields === undefined || id === undefined) return;
  context.ids.set(call.yields.address, id);
  context.claimed.add(claim(id, context.kindOf(call.yields.address)));
}

/** Ids of different kinds may coincide: numbers, say. */
function claim(id: string, kind: string | undefined): string {
  return `${kind ?? ""} ${id}`;
}

function failed(of: Failure, doubt: boolean): CallResult {
  return { status: "failed", message: wordsOf(of), doubt };
}

/** Looked for after each sending, and never there. */
function failedFor(of: Failure, sent: number): CallResult {
  const result = failed(of, false);
  if (sent === 1 || result.status !== "failed") return result;
  return {
    ...result,
    message: `${sentence(result.message)} Sent ${sent} times, and each time it was not carried out.`,
  };
}

/** The platform's own words, with its own name of the error where the words do not hold it. */
export function wordsOf({ code, message, status }: Failure): string {
  if (message === "") return code;
  // Without an answer the words are Charter's, and so is the name.
  const told = status === null || message.includes(code) || code.includes(String(status));
  return told ? message : `${code}: ${message}`;
}

/**
 * Looks for what a call made whose answer was lost: the answer that it would have given; null where nothing was
 * made. What was live when the run started, and what other calls of the run made, is never it.
 */
async function lookFor(
  call: Call,
  attempt: number,
  find: () => Promise<Outcome | null>,
  context: CallContext,
): Promise<Outcome | null> {
  let found = await find();
  if (found === null) {
    await context.clock.sleep(secondLook, context.connection.reader.signal);
    found = await find();
  }
  if (found?.ok) {
    learn(call, found, context);
    await answered(call, attempt, found, "found", context);
  }
  return found;
}

/** How to look for what a call made, where its policy has a way. */
function finderOf(call: Call, context: CallContext): ((request: Request) => Promise<Outcome | null>) | null {
  const policy = context.writes[call.operation];
  const find = policy?.repeat === "check" ? policy.find : undefined;
  if (find === undefined) return null;
  const made = call.yields?.address ?? call.changes[0];
  const kind = made === undefined ? undefined : context.kindOf(made);
  const known = (id: string): boolean =>
    context.claimed.has(claim(id, kind)) || context.live.withId(id, kind) !== undefined;
  return (request) => find(context.connection.reader, request, known);
}
