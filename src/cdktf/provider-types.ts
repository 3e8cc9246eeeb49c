/** Types of the provider's settings, made from the protocols of the platforms. */
import type { Protocol } from "../model/protocol.ts";
import type { Core, Resolvable } from "./core.ts";
import type { Camel } from "./names.ts";

type Number<C extends Core> = number | Resolvable<C> | undefined;

/** URLs of hosts: `url` for the first, which alone is sure to be there, and `authUrl` for one called `auth`. */
type Urls<Hosts> = { readonly url?: string | undefined } & {
  readonly [H in keyof Hosts & string as `${H}Url`]?: string | undefined;
};

/** The account on a platform. What is left out is read from the environment. */
type Connection<C extends Core, P extends Protocol> = Urls<P["hosts"]> & {
  readonly [Part in keyof P["credentials"] & string]?: string | undefined;
} & {
  /** Use a host of the makers although nobody has tried this contract there. */
  readonly unverified?: boolean | Resolvable<C> | undefined;
  /** Requests under way at once, at most. */
  readonly concurrency?: Number<C>;
  readonly requestsPerSecond?: Number<C>;
};

/** Limits that stop a plan or an apply. */
interface Guards<C extends Core> {
  readonly removals?:
    | { readonly ratio?: Number<C>; readonly from?: Number<C>; readonly count?: Number<C> }
    | undefined;
  readonly expiries?: { readonly count?: Number<C> } | undefined;
  readonly admins?:
    | { readonly minimum?: Number<C>; readonly required?: readonly string[] | undefined }
    | undefined;
  readonly protected?: readonly string[] | undefined;
}

export type ProviderProps<C extends Core, M extends { readonly [P in keyof M]: Protocol }> = {
  readonly [P in keyof M & string as Camel<P>]?: Connection<C, M[P]> | undefined;
} & {
  /** Another name, where there are several providers of Charter in a stack. */
  readonly alias?: string | undefined;
  readonly guards?: Guards<C> | undefined;
  /** Guards to override everywhere, as their messages name them. */
  readonly allow?: readonly string[] | undefined;
  /** Folder where session tokens are kept between runs. */
  readonly store?: string | undefined;
  /** Seconds that one request waits in all where a platform refuses it for now. */
  readonly patience?: Number<C>;
};
