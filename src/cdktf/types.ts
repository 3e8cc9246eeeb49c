/** Types of the constructs, made from the kinds: nothing is generated. */
import type { Construct } from "constructs";
import type { Static, TSchema } from "typebox";
import type { KindsByPlatform } from "../config/define.ts";
import type { Attribute, AttributeTree } from "../model/attribute.ts";
import type { Kind } from "../model/kind.ts";
import type { Core, Resolvable } from "./core.ts";
import type { Camel, Pascal } from "./names.ts";

/** `dependsOn`, `provider`, `lifecycle` and the like: as the core has them. */
type Meta<C extends Core> = Omit<
  ConstructorParameters<C["TerraformResource"]>[2],
  "terraformResourceType" | "terraformGeneratorMetadata"
>;

/** What can be given for a value: itself, or a token. Secrets are text here, maps text (JSON) or themselves. */
type Input<T, R> = T extends { readonly env: string }
  ? string
  : T extends readonly (infer E)[]
    ? readonly Input<E, R>[] | R
    : T extends object
      ? T | string
      : T | R;

type Node<N, R> =
  N extends Attribute<infer S, boolean>
    ? Input<Static<S>, R>
    : N extends AttributeTree
      ? Inputs<N, R>
      : never;

/** The attributes of a kind, as they are given. */
type Inputs<T extends AttributeTree, R> = {
  readonly [N in keyof T as T[N] extends Attribute<TSchema, true> ? N : never]: Node<T[N], R>;
} & {
  readonly [N in keyof T as T[N] extends Attribute<TSchema, true> ? never : N]?: Node<T[N], R> | undefined;
};

/** The token that stands for a value. */
type Output<T, R> = T extends boolean
  ? R
  : T extends number
    ? number
    : T extends readonly unknown[]
      ? string[]
      : string;

/** The attributes of a kind, as tokens; what is write-only has none. */
type Outputs<T extends AttributeTree, R> = {
  readonly [N in keyof T as T[N] extends Attribute<infer S, boolean>
    ? Static<S> extends { readonly env: string }
      ? never
      : N
    : N]: T[N] extends Attribute<infer S, boolean>
    ? Output<Static<S>, R>
    : T[N] extends AttributeTree
      ? Outputs<T[N], R>
      : never;
};

/** `a.b` and `a` of `{ a: { b } }`: what `unset` can name. */
type LeafNames<T extends AttributeTree> = {
  [N in keyof T & string]: T[N] extends Attribute
    ? N
    : T[N] extends AttributeTree
      ? `${N}.${keyof T[N] & string}`
      : never;
}[keyof T & string];

/** The address of what holds it: the `id` of that, or a text. */
type Parent<K extends Kind> = K["parent"] extends string
  ? { readonly [N in Camel<K["parent"]>]: string }
  : unknown;

type When<Condition, T> = Condition extends true ? T : unknown;

type IsLabelled<K extends Kind> = K extends { readonly labelled: object } ? true : false;
type IsKept<K extends Kind> = K["omission"] extends "keep" ? K["can"]["delete"] : false;

interface Expiring {
  /** The last day on which it holds (YYYY-MM-DD, through its end, UTC). */
  readonly expires?: string | undefined;
}

export type OneProps<C extends Core, K extends Kind> = Meta<C> &
  Parent<K> & { readonly key: string } & Inputs<K["attributes"], Resolvable<C>> &
  When<K["principal"], Expiring> &
  When<
    IsLabelled<K>,
    {
      /** The platform's own id, where one that is there already is meant. */
      readonly platformId?: string | undefined;
    }
  > &
  When<
    IsKept<K>,
    {
      /** While true (the default), it cannot be destroyed. */
      readonly deletionProtection?: boolean | Resolvable<C> | undefined;
    }
  > & {
    /** Attributes that shall have no value at all. */
    readonly unset?: readonly LeafNames<K["attributes"]>[] | undefined;
  };

type Status = {
  /** The address. */
  readonly id: string;
  /** `active`, `pending`, `waiting` or `expired`. */
  readonly status: string;
  readonly waitsFor: string;
};

export type OneOutputs<C extends Core, K extends Kind> = Parent<K> & { readonly key: string } & Status &
  Outputs<K["attributes"], Resolvable<C>> &
  When<IsLabelled<K>, { readonly platformId: string }>;

/** One of a whole collection. */
type Entry<C extends Core, K extends Kind> = Inputs<K["attributes"], Resolvable<C>> & Expiring;

export type AllProps<C extends Core, K extends Kind> = Meta<C> &
  Parent<K> & {
    readonly [N in K["collection"]]: { readonly [key: string]: Entry<C, K> } | Resolvable<C>;
  } & {
    /** Guards to override, as their messages name them. */
    readonly allow?: readonly string[] | undefined;
  };

export type AllOutputs<K extends Kind> = Parent<K> & {
  /** The address of the collection. */
  readonly id: string;
  /** The sorted keys as JSON, in one text: what a trigger can follow. */
  readonly keys: string;
};

export type OrganizationSourceProps<C extends Core, K extends Kind> = Meta<C> & {
  readonly key: string;
} & When<IsLabelled<K>, { readonly platformId?: string | undefined }>;

export interface AccessSourceProps {
  /** The address of the organization. */
  readonly organization: string;
  /** Only what this principal may do. */
  readonly who?: string | undefined;
  /** Only those who may do this. */
  readonly action?: string | undefined;
  /** Only what lies at or below this address. */
  readonly target?: string | undefined;
}

/** A class of resources. */
export interface ResourceClass<C extends Core, Props, Out> {
  new (scope: Construct, id: string, props: Props): InstanceType<C["TerraformResource"]> & Out;
  readonly tfResourceType: string;
}

export interface SourceClass<C extends Core, Props, Out> {
  new (scope: Construct, id: string, props: Props): InstanceType<C["TerraformDataSource"]> & Out;
  readonly tfResourceType: string;
}

type Listed<K extends Kind> = K extends {
  readonly principal: true;
  readonly omission: "remove";
  readonly parent: string;
}
  ? K
  : never;

type RootOf<K extends Kind> = Extract<K, { readonly parent: null }>;

/** The constructs of one platform. */
export type PlatformConstructs<C extends Core, K extends Kind> = {
  readonly [Each in K as Pascal<Each["name"]>]: ResourceClass<C, OneProps<C, Each>, OneOutputs<C, Each>>;
} & {
  readonly [Each in Listed<K> as `${Pascal<Each["name"]>}s`]: ResourceClass<
    C,
    AllProps<C, Each>,
    AllOutputs<Each>
  >;
} & {
  readonly [Each in RootOf<K> as `Data${Pascal<Each["name"]>}`]: SourceClass<
    C,
    OrganizationSourceProps<C, Each>,
    { readonly id: string; readonly key: string } & Outputs<Each["attributes"], Resolvable<C>> &
      When<IsLabelled<Each>, { readonly platformId: string }>
  >;
} & {
  readonly DataAccess: SourceClass<
    C,
    Meta<C> & AccessSourceProps,
    {
      /** A list of objects: `who`, `target`, `level`, `actions`, `via`. */
      readonly rows: Resolvable<C>;
    }
  >;
};

/** The constructs of all platforms, under names that TypeScript can have. */
export type AllConstructs<C extends Core, M extends KindsByPlatform<M>> = {
  readonly [P in keyof M & string as Camel<P>]: PlatformConstructs<C, M[P][number]>;
};
