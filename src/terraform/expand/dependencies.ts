/** Which blocks come first although no attribute of a block speaks of them. */
import { type Address, addressOf, rootOf } from "../../model/address.ts";
import type { Kind } from "../../model/kind.ts";
import { kindOf, type Platform } from "../../model/platform.ts";
import type { Desired } from "../../model/resource.ts";

/** A block that is being made. */
export interface Draft {
  readonly id: string;
  readonly platform: Platform;
  readonly kind: Kind;
  /** The block of what holds its resources, which its attributes refer to. */
  readonly parent: string | null;
  readonly resources: readonly Desired[];
}

/**
 * By block: those that its resources need, wherever these are written. An edge that would close a circle is left out:
 * within a block Terraform knows no order anyway.
 */
export function dependenciesOf(drafts: readonly Draft[]): ReadonlyMap<string, readonly string[]> {
  const blockOf = new Map<Address, string>();
  for (const { id, resources } of drafts) for (const { address } of resources) blockOf.set(address, id);
  const before = new Map<string, Set<string>>();
  for (const { id, parent } of drafts) before.set(id, new Set(parent === null ? [] : [parent]));
  const found = new Map<string, string[]>();
  for (const draft of drafts) {
    const added: string[] = [];
    const needed = new Set(
      draft.resources.flatMap((resource) => needs(draft, resource)).map((each) => blockOf.get(each)),
    );
    for (const other of [...needed].filter((each) => each !== undefined).sort()) {
      if (reaches(before, draft.id, other) || reaches(before, other, draft.id)) continue;
      before.get(draft.id)?.add(other);
      added.push(other);
    }
    found.set(draft.id, added);
  }
  return found;
}

/** The resources that must be there first, or go after it. */
function needs({ kind, platform }: Draft, resource: Desired): readonly Address[] {
  const { address, key } = resource;
  const named = kind.key.of === undefined ? null : kindOf(platform, kind.key.of);
  return [
    ...(kind.refers?.(resource) ?? []),
    ...(kind.goesWith?.(resource) ?? []),
    ...(kind.comesAfter?.(resource) ?? []).map((each) => each.address),
    ...(named === null ? [] : [addressOf(rootOf(address), named.collection, key)]),
  ];
}

/** Whether `to` is `from`, or comes before it on some way. */
function reaches(before: ReadonlyMap<string, ReadonlySet<string>>, from: string, to: string): boolean {
  const seen = new Set<string>();
  const open = [from];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at === to) return true;
    if (seen.has(at)) continue;
    seen.add(at);
    open.push(...(before.get(at) ?? []));
  }
  return false;
}
