import { hash } from "node:crypto";
import type { Address } from "../model/address.ts";
import { type Call, fillBody, fillPath, type Ref } from "../model/call.ts";
import type { Plan } from "../model/plan.ts";
import type { Request } from "../model/protocol.ts";
import { isRecord, type Value } from "../model/value.ts";

/** What references stand for when a call is sent. */
export interface Sources {
  /** The id of a resource; undefined where nobody knows it (yet). */
  readonly id: (address: Address) => string | undefined;
  readonly secret: (name: string) => string;
  /** With the call's id it makes the nonce. */
  readonly plan: Pick<Plan, "digest" | "time">;
}

interface Filled {
  readonly request: Request;
  /** The path for journals: ids are filled in, secrets and nonces are not. */
  readonly shown: string;
}

/** The request of a call; or the address of a resource whose id is not known, and then nothing can be sent. */
export function requestOf(call: Call, sources: Sources): Filled | { readonly unknown: Address } {
  let unknown: Address | null = null;
  const fill = (ref: Ref): Value => {
    switch (ref.$ref) {
      case "id": {
        const id = sources.id(ref.address);
        if (id === undefined) unknown ??= ref.address;
        return id ?? "";
      }
      case "secret":
        return sources.secret(ref.name);
      case "nonce":
        return nonceOf(sources.plan, call.id);
    }
  };
  const show = (ref: Ref): Value => (ref.$ref === "id" ? fill(ref) : `(${ref.$ref})`);
  const { host, method, query, headers } = call;
  const request: Request = {
    method,
    path: fillPath(call.path, fill),
    ...(host === undefined ? {} : { host }),
    ...(query === undefined ? {} : { query }),
    ...(headers === undefined ? {} : { headers }),
    ...(call.body === undefined ? {} : { body: fillBody(call.body, fill) }),
  };
  return unknown === null ? { request, shown: fillPath(call.path, show) } : { unknown };
}

/**
 * The same whenever this call of this plan is sent, so that a platform which knows nonces acts once. The same plan at
 * another time is another deed.
 */
export function nonceOf({ digest, time }: Pick<Plan, "digest" | "time">, call: string): string {
  return hash("sha256", `${digest}\n${time}\n${call}`, "hex").slice(0, 32);
}

/** The names of all secrets that the calls need. */
export function secretsOf(calls: readonly Call[]): ReadonlySet<string> {
  const names = new Set<string>();
  const note = (ref: Ref): Value => {
    if (ref.$ref === "secret") names.add(ref.name);
    return "";
  };
  for (const call of calls) {
    fillPath(call.path, note);
    if (call.body !== undefined) fillBody(call.body, note);
  }
  return names;
}

/** The id that an answer holds: what a JSON pointer (RFC 6901) leads to, where that is a text or a number. */
export function idAt(body: Value, pointer: string): string | undefined {
  let value: unknown = body;
  for (const part of pointer === "" ? [] : pointer.split("/").slice(1)) {
    const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (Array.isArray(value)) value = /^\d+$/.test(name) ? value[Number(name)] : undefined;
    else value = isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  }
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}
