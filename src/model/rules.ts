import type { Resource } from "./resource.ts";

/** One row of a platform's role × action table. */
export interface ActionRule {
  /** As a person would say it: "invite members". */
  readonly title: string;
  /** Any of these roles suffices (`organization:ADMIN`); an empty list: anybody with a valid credential. */
  readonly roles: readonly string[];
  /** The platform refuses it where the actor is the one it is about. */
  readonly notSelf?: boolean;
  /** The platform refuses it to everybody, whatever their roles: a sentence that says why, and what to do instead. */
  readonly never?: string;
  /** Section of the fact sheet. */
  readonly source: string;
}

/** Something that must hold after every single call. */
export interface Invariant {
  /** `last-admin`. */
  readonly name: string;
  /** Kind of the resources that are counted. They are counted per collection. */
  readonly kind: string;
  readonly holds: (resource: Resource) => boolean;
  /** At least so many; `admins.minimum` in the settings can raise it where `admins` is true. */
  readonly minimum: number;
  readonly admins: boolean;
  /** "administrators of the organization", for messages. */
  readonly title: string;
}

export interface Rules {
  /** By {@link CallDraft.operation}. Every operation has a row. */
  readonly actions: Readonly<Record<string, ActionRule>>;
  readonly invariants: readonly Invariant[];
}
