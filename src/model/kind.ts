import type { Address } from "./address.ts";
import { type Attribute, type AttributeTree, flatten, step } from "./attribute.ts";
import type { Attributes, Resource } from "./resource.ts";
import type { StateView } from "./state.ts";
import type { Value } from "./value.ts";

/** How much of a collection the configuration speaks for. */
export type Manage = "authoritative" | "additive" | "ignore";

/** What a change means to access. Mixed counts as lowering. */
export type Direction = "raising" | "lowering" | "neutral";

/** How the keys of a kind are written and when two of them are the same. */
export interface KeyRule {
  readonly description: string;
  /** A regular expression (anchored) that every key must match. */
  readonly pattern?: string;
  readonly example: string;
  /** Brings a key to the spelling under which the platform knows it (lower case, say). Default: as written. */
  readonly fold?: (key: string) => string;
  /**
   * Name of a kind under the root: the key is that of one of its resources in the same organization. Files write its
   * label, readers emit the platform's id, matching turns the one into the other.
   */
  readonly of?: string;
  /** It names somebody: files may write `person:NAME` for the handle that `people` gives, and who has left goes from here. */
  readonly person?: boolean;
}

/**
 * A type of object on a platform. Everything the core has to know about it is declared here;
 * the core never asks for its name.
 */
export interface Kind {
  readonly name: string;
  /** One sentence for schemas and docs. */
  readonly description: string;
  /** The kind that holds it; null for the root kind (the organization). */
  readonly parent: string | null;
  /** The name of the collection that it lives in under its parent (`members`). */
  readonly collection: string;
  readonly key: KeyRule;
  readonly attributes: AttributeTree;
  /** The attribute that a bare value stands for: `user-alice: ADMIN`. */
  readonly shorthand?: string;
  readonly can: { readonly create: boolean; readonly update: boolean; readonly delete: boolean };
  /** Whether leaving it out of an authoritative collection removes it. Never for containers. */
  readonly omission: "remove" | "keep";
  /**
   * It counts as a container although no kind lives in it: it holds what Charter does not manage (machines, data).
   * Never replaced, and destroyed only where a person allows it.
   */
  readonly container?: boolean;
  /** How its collection is managed when the file does not say. */
  readonly manage: Manage;
  /** Holding it is access, usually for the principal that its key names: creating raises, deleting lowers. */
  readonly principal: boolean;
  /** A person must accept it: until then it is live with `pending`. */
  readonly invitation?: boolean;
  /** Keys are labels that Charter makes up; the platform knows it by `id` and by the natural identity. */
  readonly labelled?: {
    /** The name by which a person would recognize it, from attributes; unique or not. */
    readonly natural: (attributes: Attributes) => string | undefined;
    /** The attribute that defaults to the label when the file does not write it. */
    readonly nameAttribute: string;
    /** Attributes that tell objects of the same name apart (a region), where they are written. */
    readonly distinguishedBy?: readonly string[];
  };
  /** Attributes which count as "not there" (deactivated), so that create reactivates. */
  readonly absent?: (attributes: Attributes) => boolean;
  /** Live attributes that others imply, and that are thus not compared (flags of an administrator). */
  readonly implied?: (desired: Attributes, attribute: string) => boolean;
  /** The addresses of resources that must exist before this one can. */
  readonly refers?: (resource: Resource) => readonly string[];
  /**
   * Calls of the same plan that come before its creation: they change a setting that decides whether it can be made (a
   * password policy).
   */
  readonly comesAfter?: (
    resource: Resource,
  ) => readonly { readonly operation: string; readonly address: Address }[];
  /**
   * The resources whose removal takes it along by itself: where one of them is removed too, that comes first, and it
   * needs no removal of its own.
   */
  readonly goesWith?: (resource: { readonly address: Address; readonly key: string }) => readonly Address[];
  /** The principal that must be known to the platform before this resource can be created. */
  readonly names?: (resource: Resource) => string | undefined;
  /**
   * One write replaces whole collections: gives the resource that the write belongs to (the parent, say), whose
   * changes of this kind are one batch, raisings and lowerings together.
   */
  readonly rewrites?: (parent: Address) => Address;
  /** Live resources that must be gone before it can be created: other places of the same principal. */
  readonly excludes?: (
    change: { readonly address: Address; readonly key: string },
    live: StateView,
  ) => Iterable<Address>;
  /** While it holds, changing an attribute means delete and create (an invitation that cannot be changed). */
  readonly replaced?: (live: Resource) => boolean;
  /** Changes with the same text (and direction) share one write. Default: each its own. */
  readonly together?: (change: { readonly action: string; readonly parent: string }) => string | undefined;
  /**
   * Creating the actor's own entry makes an unreadable collection readable: then that one change may be planned
   * there, where the configuration asks for it.
   */
  readonly unlocks?: boolean;
  /**
   * The platform's own id of the account that the key names, where it tells one: a handle can be given to somebody else.
   */
  readonly account?: (live: Resource) => string | undefined;
  /** Checks that a schema cannot express; each string is a sentence that says what to do. */
  readonly check?: (written: Attributes, key: string) => readonly KindIssue[];
}

export interface KindIssue {
  /** Stable name without the platform: `admin-flags`. */
  readonly code: string;
  readonly message: string;
  /** The attribute that it is about, dotted; absent: the resource. */
  readonly attribute?: string;
}

/** Declares a kind and keeps its literal types, from which the types of definitions are made. */
export function defineKind<const K extends Kind>(kind: K): K {
  return kind;
}

const flatCache = new WeakMap<AttributeTree, ReadonlyMap<string, Attribute>>();

/** The kind's attributes under dotted names. */
export function attributesOf(kind: Kind): ReadonlyMap<string, Attribute> {
  let flat = flatCache.get(kind.attributes);
  if (flat === undefined) {
    flat = flatten(kind.attributes);
    flatCache.set(kind.attributes, flat);
  }
  return flat;
}

/** The key in the spelling of the platform. */
export function foldKey(kind: Kind, key: string): string {
  return kind.key.fold?.(key) ?? key;
}

/** A container holds other things and never goes by omission: removing it destroys more than itself. */
export function isContainer(kind: Kind, kinds: readonly Kind[]): boolean {
  const holds = kind.container === true || kinds.some((other) => other.parent === kind.name);
  return kind.omission === "keep" && holds;
}

/** What a change from `before` to `after` (null: not there) means to access. */
export function direction(kind: Kind, before: Attributes | null, after: Attributes | null): Direction {
  if (before === null || after === null) {
    if (!kind.principal) return "neutral";
    return before === null ? "raising" : "lowering";
  }
  let raises = false;
  for (const [name, of] of attributesOf(kind)) {
    if (after[name] === undefined) continue;
    const value: Value | undefined = before[name];
    const delta = step(of, value, after[name]);
    if (delta < 0) return "lowering";
    if (delta > 0) raises = true;
  }
  return raises ? "raising" : "neutral";
}
