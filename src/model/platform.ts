import type { AccessModel } from "./access.ts";
import type { Address } from "./address.ts";
import type { Call, CallDraft } from "./call.ts";
import type { Change } from "./change.ts";
import type { Kind } from "./kind.ts";
import type { Failure, Protocol, Reader } from "./protocol.ts";
import type { Attributes, Resource, Unreadable } from "./resource.ts";
import type { Rules } from "./rules.ts";
import type { Delta, StateView } from "./state.ts";

/** The account whose credential is used. */
export interface Actor {
  /** As principals are spelled in keys: `user-alice`. */
  readonly id: string;
  readonly name?: string;
}

export type Observation =
  | { readonly type: "resource"; readonly resource: Resource }
  | ({ readonly type: "unreadable" } & Unreadable);

/** What to read. */
export interface ReadRequest {
  readonly organizations: readonly string[];
  readonly actor: Actor;
  /**
   * Whether the children of `kind` under `parent` are wanted. Asked once a resource is known, so that only what
   * the configuration speaks of is read in detail.
   */
  readonly wants: (parent: Resource, kind: string) => boolean;
}

/**
 * Live state. Addresses in what is emitted use the platform's own keys; labels of the configuration are matched
 * later. An organization that does not exist is simply not emitted; one that may not be read is `unreadable`.
 * A failure that makes the whole read worthless (no credential, no server) is returned.
 */
export interface Reading {
  readonly identify: (reader: Reader) => Promise<Actor | Failure>;
  readonly read: (
    reader: Reader,
    request: ReadRequest,
    emit: (observation: Observation) => void,
  ) => Promise<Failure | null>;
  /** The organizations that the actor can see: what `import` offers. */
  readonly discover: (reader: Reader) => Promise<readonly string[] | Failure>;
  /** Which of these principals exist on the platform. */
  readonly lookup?: (
    reader: Reader,
    names: readonly string[],
  ) => Promise<ReadonlyMap<string, "exists" | "missing" | "unknown"> | Failure>;
}

/** The changes that share one write: same kind, same parent, same direction. */
export interface Batch {
  readonly kind: Kind;
  /** The resource that holds them; null for organizations. */
  readonly parent: Address | null;
  readonly changes: readonly Change[];
  /**
   * What the configuration writes of a resource, whether it differs from what is live or not: an attribute that the
   * platform moves by itself has to be put back where it is written. Absent: only what the changes say is known.
   */
  readonly written?: (address: Address) => Attributes | undefined;
}

/** What cannot be sent yet. */
export interface Waiting {
  readonly address: Address;
  /** "billing of org-new to be set up": what must happen first. */
  readonly for: string;
}

export interface Drafts {
  readonly calls: readonly CallDraft[];
  readonly waiting?: readonly Waiting[];
}

/** A system with an organization API. */
export interface Platform {
  readonly name: string;
  /** As its makers write it. */
  readonly title: string;
  /** In order of creation: what holds others first. The first is the root kind. */
  readonly kinds: readonly Kind[];
  readonly protocol: Protocol;
  readonly reading: Reading;
  /** Pure. `state` is what is live when the calls are sent: all earlier calls of the plan have had their effect. */
  readonly calls: (batch: Batch, state: StateView, actor: Actor) => Drafts;
  /** Pure. Everything that a call does to live state, by itself included. */
  readonly effects: (state: StateView, call: CallDraft | Call, actor: Actor) => readonly Delta[];
  readonly rules: Rules;
  readonly access: AccessModel;
}

/** The root kind: the organization. */
export function rootKind(platform: Platform): Kind {
  const root = platform.kinds[0];
  if (root === undefined || root.parent !== null) throw new Error(`${platform.name} has no root kind`);
  return root;
}

/** The kind of this name. */
export function kindOf(platform: Platform, name: string): Kind {
  const kind = platform.kinds.find((each) => each.name === name);
  if (kind === undefined) throw new Error(`${platform.name} has no kind ${name}`);
  return kind;
}

/** The kinds that live under a kind. */
export function childKinds(platform: Platform, parent: string): readonly Kind[] {
  return platform.kinds.filter((each) => each.parent === parent);
}
