import type { AccessModel } from "./access.ts";
import type { Address } from "./address.ts";
import type { Call, CallDraft } from "./call.ts";
import type { Change } from "./change.ts";
import type { Kind, Manage } from "./kind.ts";
import type { NextStep } from "./plan.ts";
import type { Failure, Protocol, Reader } from "./protocol.ts";
import type { Attributes, Desired, Resource, Unreadable } from "./resource.ts";
import type { Rules } from "./rules.ts";
import type { Delta, StateView } from "./state.ts";

/** The account whose credential is used. */
export interface Actor {
  /** As principals are spelled in keys: `user-alice`. */
  readonly id: string;
  readonly name?: string;
  /** What the platform says of the account and reading, calls or effects need (its own id, say). Never shown. */
  readonly facts?: Attributes;
}

export type Observation =
  | { readonly type: "resource"; readonly resource: Resource }
  | ({ readonly type: "unreadable" } & Unreadable);

/** An organization to read, by all that it may be known by. */
export interface Sought {
  /** As the configuration (or a person) speaks of it: the platform's own key, or a label where the root kind has labels. */
  readonly key: string;
  /** Ids that a file pins or the last apply knew, most telling first. */
  readonly ids: readonly string[];
  /** Names by which it may be found, most telling first. */
  readonly names: readonly string[];
}

/** Whether a live organization is one of those that are sought: by id, by name, or by a key that is an id. */
export function seeker(organizations: readonly Sought[]): (id: string, name: string | undefined) => boolean {
  const ids = new Set(organizations.flatMap((each) => [...each.ids, each.key]));
  const names = new Set(organizations.flatMap((each) => each.names));
  return (id, name) => ids.has(id) || (name !== undefined && names.has(name));
}

/** What to read. */
export interface ReadRequest {
  /** Emitted are all live organizations that may be one of these; which is which, matching decides. */
  readonly organizations: readonly Sought[];
  readonly actor: Actor;
  /**
   * Whether the children of `kind` under `parent` are wanted. Asked once a resource is known, so that only what
   * the configuration speaks of is read in detail; asked of a parent before it is asked of what lies below.
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
  /** The organizations that the actor can see, by key, or by id where keys are labels: what `import` offers. */
  readonly discover: (reader: Reader) => Promise<readonly string[] | Failure>;
  /** Which of these principals exist on the platform. */
  readonly lookup?: (
    reader: Reader,
    names: readonly string[],
  ) => Promise<ReadonlyMap<string, Presence> | Failure>;
}

/** Whether a principal exists, and where the platform tells it as which account (see {@link Kind.account}). */
export type Presence = "exists" | "missing" | "unknown" | { readonly account: string };

/**
 * The changes that share one write: same kind, same parent, same direction; of a kind that {@link Kind.rewrites},
 * all changes below the resource that the write belongs to, whatever their direction.
 */
export interface Batch {
  readonly kind: Kind;
  /** The resource that holds them, or that the write belongs to; null for organizations. */
  readonly parent: Address | null;
  readonly changes: readonly Change[];
  /**
   * What the configuration writes of a resource that shall be there, whether it differs from what is live or not: an
   * attribute that the platform moves by itself has to be put back where it is written. Absent: only what the changes
   * say is known.
   */
  readonly written?: (address: Address) => Attributes | undefined;
  /**
   * The change that the plan holds for another resource: what that one does by itself is not done twice, and what only
   * that one makes possible is left to it. Absent: only these changes are known.
   */
  readonly planned?: (address: Address) => Change | undefined;
}

/** A change that cannot be sent yet, or whose rest cannot: calls that carry out its first part may stand beside it. */
export interface Waiting {
  readonly address: Address;
  /** "billing of org-new to be set up": what must happen first. */
  readonly for: string;
}

export interface Drafts {
  readonly calls: readonly CallDraft[];
  readonly waiting?: readonly Waiting[];
  /** What these calls leave behind and somebody should look at: shown among the next steps of the plan. */
  readonly notes?: readonly NextStep[];
}

/** How far a platform's contract is that of its makers. */
export interface Contract {
  /** `published`: theirs. `partly`: some of it. `own`: proposed by Charter, in their style. */
  readonly standing: "published" | "partly" | "own";
  /** One sentence that says which part is whose. */
  readonly note: string;
}

/** A rule of the platform that several written resources break together. */
export interface PlatformIssue {
  /** Stable name without the platform: `admin-and-member`. */
  readonly code: string;
  /** The resource at whose line it is shown. */
  readonly address: Address;
  /** A sentence that says what to do. */
  readonly message: string;
}

/** A system with an organization API. */
export interface Platform {
  readonly name: string;
  /** As its makers write it. */
  readonly title: string;
  readonly contract: Contract;
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
  /**
   * Pure. What a kind's own check cannot see, since it lies between resources of one organization. `written` holds
   * all of its resources by address, those that shall be absent too; `managed` how each written collection is managed:
   * only an authoritative one says who is not there.
   */
  readonly check?: (
    written: ReadonlyMap<Address, Desired>,
    managed: ReadonlyMap<Address, Manage>,
  ) => Iterable<PlatformIssue>;
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
