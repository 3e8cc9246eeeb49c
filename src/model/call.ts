import type { Address } from "./address.ts";
import { isRecord, type Value } from "./value.ts";

/** Something that is known only when the call is sent. */
export type Ref =
  /** The id of a resource that an earlier call of the plan creates; shown as `(known after create of …)`. */
  | { readonly $ref: "id"; readonly address: Address }
  /** What the platform said of a live resource when it was read last (its version): a fact of it. */
  | { readonly $ref: "fact"; readonly address: Address; readonly name: string }
  /** A value that only the named source has; never in a plan, a journal or a log. */
  | { readonly $ref: "secret"; readonly name: string }
  /** A text that is the same whenever this call of this plan is sent. */
  | { readonly $ref: "nonce" };

/** A JSON body that may hold {@link Ref}s anywhere. */
export type Body = Value | Ref | readonly Body[] | { readonly [name: string]: Body };

/** One segment of a path: text as it is (encoded when it is sent), or a reference. */
export type Segment = string | Ref;

/** One HTTP request that changes need, as plain data. What a platform's `calls.ts` makes. */
export interface CallDraft {
  /** Which route it is: the name under which `protocol.ts` and `rules.ts` know it (`project.invite`). */
  readonly operation: string;
  /** One of the protocol's hosts. */
  readonly host?: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: readonly Segment[];
  readonly query?: { readonly [name: string]: Value };
  readonly body?: Body;
  /**
   * The call writes something as a whole: the body that would have left it as it was. Where something else is there
   * when it is to be sent, somebody else has written it meanwhile, and it is not sent ({@link WritePolicy.current}).
   */
  readonly replaces?: Value;
  /** Headers that say what is meant, never a credential; names in lower case. */
  readonly headers?: { readonly [name: string]: string };
  /** The resource on which it acts: what role is needed is asked there. */
  readonly scope: Address;
  /** The changes that it carries out (a part of). */
  readonly changes: readonly Address[];
  /** Calls with the same lane never run side by side. */
  readonly lane?: string;
  /** The resource whose id the answer holds, and where (JSON pointer). */
  readonly yields?: { readonly address: Address; readonly pointer: string };
  /** Calls of the same batch (by index) that must have succeeded before. */
  readonly after?: readonly number[];
}

/** A call in a plan. */
export interface Call extends Omit<CallDraft, "after"> {
  /** Unique in the plan and stable for equal inputs. */
  readonly id: string;
  /** The role by which the actor may do it, at that point of the plan, in the words of `rules.ts`. Absent: it takes none. */
  readonly as?: string;
  /** Calls that must have succeeded before this one is sent. */
  readonly dependsOn: readonly string[];
}

export function isRef(value: Body | Segment | undefined): value is Ref {
  return typeof value === "object" && value !== null && !Array.isArray(value) && "$ref" in value;
}

/** The members of a body that are plain values; a reference is a value that only sending knows. */
export function plain(body: Body | undefined): Readonly<Record<string, Value>> {
  const members: Record<string, Value> = Object.create(null);
  if (!isRecord(body) || isRef(body)) return members;
  for (const [name, value] of Object.entries(body)) {
    if (!isRef(value as Body)) members[name] = value as Value;
  }
  return members;
}

/** The ref as a person reads it. */
export function describeRef(ref: Ref): string {
  switch (ref.$ref) {
    case "id":
      return `(known after create of ${ref.address})`;
    case "fact":
      return `(${ref.name} of ${ref.address} when it is read last)`;
    case "secret":
      return `(secret ${ref.name})`;
    case "nonce":
      return "(nonce)";
  }
}

/** Replaces every ref in a body. */
export function fillBody(body: Body, fill: (ref: Ref) => Value): Value {
  if (isRef(body)) return fill(body);
  if (Array.isArray(body)) return body.map((item: Body) => fillBody(item, fill));
  if (typeof body === "object" && body !== null) {
    const filled: Record<string, Value> = Object.create(null);
    for (const [name, member] of Object.entries(body)) filled[name] = fillBody(member, fill);
    return filled;
  }
  return body;
}

/** The path with every ref replaced and every segment percent-encoded: `/org-acme/invite`. */
export function fillPath(path: readonly Segment[], fill: (ref: Ref) => Value): string {
  return path
    .map((segment) => `/${encodeURIComponent(String(isRef(segment) ? fill(segment) : segment))}`)
    .join("");
}
