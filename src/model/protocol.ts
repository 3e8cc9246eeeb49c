import type { Value } from "./value.ts";

/** One request, ready to be sent. */
export interface Request {
  readonly host?: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Starts with `/`, already encoded. */
  readonly path: string;
  readonly query?: { readonly [name: string]: Value };
  readonly body?: Value;
  /** A form in place of a JSON body (application/x-www-form-urlencoded). */
  readonly form?: { readonly [name: string]: string };
  /** Headers that belong to this very request (which pod is meant, say); names in lower case. */
  readonly headers?: { readonly [name: string]: string };
}

/** An answer as it came. */
export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The text of the body. */
  readonly text: string;
}

export type FailureReason =
  /** No, or no valid, credential. */
  | "unauthenticated"
  /** The actor may not. */
  | "forbidden"
  | "missing"
  | "invalid"
  | "conflict"
  /** What was to be created is there, or what was to be removed is gone: for the core, done. */
  | "already"
  /** Too many requests. */
  | "limited"
  /** Somebody else holds a lock: worth another try. */
  | "busy"
  /** 5xx. */
  | "unavailable"
  /** No connection; nothing was sent. */
  | "unreachable"
  /** Sent, and the answer never came: it may have been carried out. */
  | "lost"
  /** An answer that is not what the platform's contract says. */
  | "malformed"
  | "cancelled";

export interface Failure {
  readonly ok: false;
  readonly reason: FailureReason;
  /** The platform's own name of the error (`PermissionDenied`), or Charter's. */
  readonly code: string;
  /** The platform's own words, cleaned of secrets; never trusted as markup. */
  readonly message: string;
  /** null where there was no answer. */
  readonly status: number | null;
  /** Milliseconds that the platform asks to wait. */
  readonly retryAfter?: number;
}

export interface Success {
  readonly ok: true;
  readonly status: number;
  /** The parsed body; null where there is none. */
  readonly body: Value;
  /** Of the answer, names in lower case; the HTTP client adds them to what the protocol made of the answer. */
  readonly headers?: Answer["headers"];
}

export type Outcome = Success | Failure;

/** A client that can only send what the protocol calls a read. */
export interface Reader {
  readonly read: (request: Request) => Promise<Outcome>;
  readonly signal: AbortSignal;
  /** The platform's page size and bounds come from the protocol; `pages` in http/ walks lists with them. */
  readonly connection: string;
  /** The parts of the credential that are no secrets ({@link CredentialRule.public}). Absent: none. */
  readonly known?: Credentials;
}

/** How a write behaves when its answer is lost or it is refused for now. */
export interface WritePolicy {
  /**
   * `safe`: sending it twice is the same as once. `check`: after a lost answer, {@link WritePolicy.find} looks
   * whether it was carried out. `never`: stop and say so.
   */
  readonly repeat: "safe" | "check" | "never";
  /**
   * Looks for what a lost create made: the answer that it would have given, or null where nothing was made.
   * `known` holds the ids that were live when the run started: those are never it.
   */
  readonly find?: (
    reader: Reader,
    request: Request,
    known: (id: string) => boolean,
  ) => Promise<Success | null | Failure>;
}

/** A credential by its parts (`token`; `email`, `password`), resolved from environment variables or files. */
export type Credentials = ReadonlyMap<string, string>;

/** Where single-use and session tokens are kept between requests and runs. */
export interface TokenStore {
  readonly get: (name: string) => Promise<string | undefined>;
  readonly set: (name: string, value: string) => Promise<void>;
  /** Runs `work` while no other process uses the tokens of this connection. */
  readonly exclusively: <T>(work: () => Promise<T>) => Promise<T>;
}

export interface SignIn {
  readonly credentials: Credentials;
  readonly tokens: TokenStore;
  /** Sends a sign-in request as it is, without authorization and without retries on 401. */
  readonly send: (request: Request) => Promise<Outcome>;
  /** True after a 401: what is stored is no longer good. */
  readonly renew: boolean;
  /** The headers that were refused so. Another process may have stored better ones meanwhile. */
  readonly refused?: Readonly<Record<string, string>>;
}

/** One of the servers that a platform consists of. */
export interface HostRule {
  readonly description: string;
  /** The usual base URL. Neither this nor `like`: it must be configured. */
  readonly url?: string;
  /** Name of a host before it, whose base URL it has where none is configured. */
  readonly like?: string;
  /**
   * Domains of the makers, where nobody has tried this contract: a base URL there is refused unless the connection
   * says `unverified: true`.
   */
  readonly vendor?: readonly string[];
}

/** One part of a credential. */
export interface CredentialRule {
  readonly env: string;
  readonly description: string;
  /** It is right that most accounts have none (a one-time code). */
  readonly optional?: boolean;
  /** No secret (an e-mail address): it may be shown, and readers may know it. */
  readonly public?: boolean;
}

/** How to talk to a platform. Data and small pure functions. */
export interface Protocol {
  /** By name; the first is the one meant where nothing is said. */
  readonly hosts: Readonly<Record<string, HostRule>>;
  /** Parts of a credential, each with the environment variable that is read when nothing is configured. */
  readonly credentials: Readonly<Record<string, CredentialRule>>;
  /** Headers of authorization for every request; may sign in. A failure stops the run before anything is sent. */
  readonly authorize: (signIn: SignIn) => Promise<Readonly<Record<string, string>> | Failure>;
  /** Other headers of every request. */
  readonly headers?: () => Readonly<Record<string, string>>;
  /** Routes that change nothing. A reader refuses every other one. */
  readonly reads: readonly { readonly method: Request["method"]; readonly path: RegExp }[];
  /** Turns an answer into an outcome: error envelope, "already there", "already gone", malformed bodies. */
  readonly outcome: (answer: Answer, operation: string | null) => Outcome;
  /** By {@link CallDraft.operation}. Every operation has a row. */
  readonly writes: Readonly<Record<string, WritePolicy>>;
  readonly limits: {
    /** Requests under way at once at most; how many really are follows what the platform answers. */
    readonly concurrency: number;
    /** Requests a second at most; absent: not limited by us. */
    readonly perSecond?: number;
  };
}
