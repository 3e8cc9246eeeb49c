/**
 * What a platform promises about its answers, as schemas. An answer that breaks the promise is a failure as a whole:
 * nothing is half read. Members that no schema names are ignored.
 */
import type { Static, TSchema } from "typebox";
import { Compile } from "typebox/schema";
import type { Failure, Outcome } from "../model/protocol.ts";
import { failure } from "./failure.ts";
import { oneLine } from "./text.ts";

/** Reads a value or says what is wrong with it, as the end of a sentence. */
export type Contract<T> = (
  value: unknown,
) => { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: string };

export function contract<S extends TSchema>(schema: S): Contract<Static<S>> {
  // Compiled at first use: most runs need few of them.
  let validator: ReturnType<typeof Compile<S>> | undefined;
  return (value) => {
    validator ??= Compile(schema);
    if (validator.Check(value)) return { ok: true, value };
    const [first] = validator.Errors(value)[1];
    return {
      ok: false,
      why: first === undefined ? "it is wrong" : `${first.instancePath || "/"} ${first.message}`,
    };
  };
}

/** Holds the answers of one platform against its contracts. `what` names an answer: "members of org-acme". */
export interface Decoding {
  /** The body of a successful answer, if it is what the contract says. */
  readonly decode: <T>(
    of: Contract<T>,
    outcome: Outcome,
    what: string,
  ) => { readonly ok: true; readonly value: T } | Failure;
  /** The failure for an answer that breaks the promise; `why` ends a sentence. */
  readonly malformed: (what: string, why: string) => Failure;
}

/** @param promise the end of "The answer is not what …": "Acme promises" */
export function heldTo(promise: string): Decoding {
  const malformed: Decoding["malformed"] = (what, why) =>
    failure(
      "malformed",
      "MalformedAnswer",
      `The answer is not what ${promise} (${what}): ${oneLine(why, 300)}. Nothing of it is used.`,
    );
  return {
    decode: (of, outcome, what) => {
      if (!outcome.ok) return outcome;
      const read = of(outcome.body);
      return read.ok ? read : malformed(what, read.why);
    },
    malformed,
  };
}
