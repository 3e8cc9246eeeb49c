/** Tells drift from configuration that is not yet applied, by the baseline. The table is in model/drift.ts. */
import type { Address } from "../model/address.ts";
import { sameValue } from "../model/attribute.ts";
import type { AttributeChange, Change } from "../model/change.ts";
import type { DriftClass, DriftItem } from "../model/drift.ts";
import { attributesOf } from "../model/kind.ts";
import type { Unmanaged } from "../model/plan.ts";
import { kindOf, type Platform } from "../model/platform.ts";
import { placeOf, type Resource, type Unreadable } from "../model/resource.ts";
import { order } from "../model/value.ts";

/** Live state as of the last apply. */
export interface Baseline {
  /** What it says of an address; undefined where it says that there was nothing. */
  readonly get: (address: Address) => Resource | undefined;
  /** Whether an apply has ever looked at this organization. */
  readonly knows: (address: Address) => boolean;
}

export interface ClassifyInput {
  readonly platform: Platform;
  readonly changes: readonly Change[];
  readonly unmanaged: readonly Unmanaged[];
  readonly pending: readonly { readonly address: Address; readonly for: string }[];
  readonly unknown: readonly Unreadable[];
  /** Handles that belong to somebody else than is meant, or have another name now. */
  readonly strangers?: readonly { readonly address: Address; readonly message: string }[];
  /** Changes that a plan could not send yet, with what they wait for. */
  readonly waiting: ReadonlyMap<Address, string>;
  readonly baseline: Baseline;
  readonly name: (address: Address) => string | null;
  /** ISO time at which this difference was first seen. */
  readonly firstSeen: (key: string) => string;
}

type Origin = DriftItem["origin"];

/** The differences of one connection as drift items, sorted by address. */
export function classify(input: ClassifyInput): readonly DriftItem[] {
  const items: DriftItem[] = [];
  const add = (of: Omit<DriftItem, "firstSeen" | "name">): void => {
    items.push({ ...of, name: input.name(of.address), firstSeen: input.firstSeen(seenKey(of)) });
  };
  for (const change of input.changes) {
    const found = ofChange(input, change);
    const reason = input.waiting.get(change.address);
    const byOthers = found.origin === "behind" || found.origin === "both";
    if (reason === undefined || byOthers) add(found);
    else add(item(found, "waiting", found.origin, `${change.action} waits for ${reason}`));
  }
  for (const each of input.unmanaged) {
    const origin = originOfPresence(input.baseline, each.address);
    add({
      class: "unmanaged",
      address: each.address,
      kind: each.kind,
      attributes: [],
      origin,
      message: "is live, and the configuration does not speak of it",
    });
  }
  for (const each of input.pending) {
    const kind = input.baseline.get(each.address)?.kind ?? "";
    add({
      class: "pending",
      address: each.address,
      kind,
      attributes: [],
      origin: "configuration",
      message: each.for,
    });
  }
  for (const { address, message } of input.strangers ?? []) {
    const kind = input.baseline.get(address)?.kind ?? "";
    add({ class: "changed", address, kind, attributes: [], origin: "behind", message });
  }
  for (const each of input.unknown) {
    const address = placeOf(each);
    add({ class: "unknown", address, kind: "", attributes: [], origin: "unknown", message: each.why });
  }
  return items.sort((a, b) => order(a.address, b.address) || order(a.class, b.class));
}

/** Under which name the store remembers when a difference was first seen. */
export function seenKey(item: Pick<DriftItem, "class" | "address">): string {
  return `${item.class} ${item.address}`;
}

function originOfPresence(baseline: Baseline, address: Address): Origin {
  if (!baseline.knows(address)) return "unknown";
  return baseline.get(address) === undefined ? "behind" : "configuration";
}

function ofChange(input: ClassifyInput, change: Change): Omit<DriftItem, "firstSeen" | "name"> {
  const { baseline } = input;
  const base = { address: change.address, kind: change.kind };
  switch (change.action) {
    case "create": {
      if (!baseline.knows(change.address)) {
        return {
          ...base,
          class: "missing",
          attributes: [],
          origin: "unknown",
          message: "is configured and not live",
        };
      }
      return baseline.get(change.address) === undefined
        ? item(base, "unapplied", "configuration", "was configured since the last apply and is not live yet")
        : item(base, "missing", "behind", "was live at the last apply and is gone");
    }
    case "delete": {
      if (change.reason === "left")
        return item(
          base,
          "unapplied",
          "configuration",
          "belongs to somebody who has left, and is still live",
        );
      if (change.reason === "expired")
        return item(base, "expired", "configuration", "has expired and is still live");
      const origin = originOfPresence(baseline, change.address);
      if (change.reason === "configured") {
        return item(base, "unapplied", "configuration", "is configured as absent and still live");
      }
      return origin === "configuration"
        ? item(base, "unapplied", origin, "was taken out of the configuration and is still live")
        : item(base, "unmanaged", origin, "is live, and the configuration does not list it");
    }
    case "update":
    case "replace":
      return ofUpdate(input, change);
  }
}

function item(
  base: { address: Address; kind: string },
  as: DriftClass,
  origin: Origin,
  message: string,
): Omit<DriftItem, "firstSeen" | "name"> {
  return { ...base, class: as, attributes: [], origin, message };
}

function ofUpdate(input: ClassifyInput, change: Change): Omit<DriftItem, "firstSeen" | "name"> {
  const base = { address: change.address, kind: change.kind };
  const attributes: readonly AttributeChange[] = change.attributes.map(({ name, before, after }) => ({
    name,
    before: after,
    after: before,
  }));
  const known = input.baseline.get(change.address);
  if (known === undefined) {
    return {
      ...base,
      class: "changed",
      attributes,
      origin: "unknown",
      message: "differs from the configuration",
    };
  }
  const of = attributesOf(kindOf(input.platform, change.kind));
  let behind = false;
  let configured = false;
  for (const { name, before, after } of change.attributes) {
    const then = known.attributes[name];
    if (!sameValue(of.get(name), then, before)) behind = true;
    if (!sameValue(of.get(name), then, after)) configured = true;
  }
  if (!behind) {
    return {
      ...base,
      class: "unapplied",
      attributes,
      origin: "configuration",
      message: "was configured since the last apply",
    };
  }
  return configured
    ? {
        ...base,
        class: "changed",
        attributes,
        origin: "both",
        message: "was changed live and in the configuration",
      }
    : {
        ...base,
        class: "changed",
        attributes,
        origin: "behind",
        message: "was changed behind the configuration",
      };
}
