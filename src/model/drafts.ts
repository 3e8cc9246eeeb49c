/** What the `calls` of platforms share. Pure. */
import type { Address } from "./address.ts";
import type { CallDraft, Ref } from "./call.ts";
import type { Batch, Drafts } from "./platform.ts";
import type { StateView } from "./state.ts";

/** The platform's id of a resource, or where the same plan creates it, what that call will answer. */
export function idOf(state: StateView, address: Address): string | Ref {
  return state.get(address)?.id ?? { $ref: "id", address };
}

/** The resource that holds what changes. For kinds that are no root. */
export function parentIn({ parent, kind }: Batch): Address {
  if (parent === null) throw new Error(`${kind.name} stands in no parent`);
  return parent;
}

/** Several drafts as one: what depends on a call by its index still does. */
export function joined(parts: readonly Drafts[]): Drafts {
  const calls: CallDraft[] = [];
  for (const part of parts) {
    const start = calls.length;
    for (const call of part.calls) {
      calls.push(
        call.after === undefined ? call : { ...call, after: call.after.map((index) => index + start) },
      );
    }
  }
  const notes = parts.flatMap((part) => part.notes ?? []);
  return {
    calls,
    waiting: parts.flatMap((part) => part.waiting ?? []),
    ...(notes.length === 0 ? {} : { notes }),
  };
}
