import type { Failure, Protocol, SignIn } from "../model/protocol.ts";
import { failure, isFailure } from "./failure.ts";
import { kept } from "./kept.ts";

/** Headers of authorization, and which sign-in they come from. */
export interface Grant {
  readonly headers: Readonly<Record<string, string>>;
  readonly generation: number;
}

/** Signs in once for all requests of a connection. */
export interface Session {
  readonly grant: () => Promise<Grant | Failure>;
  /**
   * A request with this grant was refused as unauthenticated: a newer grant, or null where there is none to be
   * had (signing in again gave the same). Requests that were refused side by side share one sign-in.
   */
  readonly renew: (refused: Grant) => Promise<Grant | Failure | null>;
}

interface SessionOptions {
  readonly protocol: Protocol;
  readonly credentials: SignIn["credentials"];
  readonly tokens: SignIn["tokens"];
  readonly send: SignIn["send"];
  /** Told every text that must not leave. */
  readonly hide: (secret: string) => void;
}

export function createSession(options: SessionOptions): Session {
  const { protocol, credentials, hide } = options;
  const tokens = kept(options.tokens, hide);

  const authorize = async (refused: Grant | null): Promise<Grant["headers"] | Failure> => {
    try {
      return await protocol.authorize({
        credentials,
        tokens,
        send: options.send,
        renew: refused !== null,
        ...(refused === null ? {} : { refused: refused.headers }),
      });
    } catch (error) {
      const why = tokens.trouble(error);
      if (why === null) throw error;
      return failure("unauthenticated", "TokenStore", `The tokens of this connection cannot be kept: ${why}`);
    }
  };

  const signIn = async (generation: number, refused: Grant | null): Promise<Grant | Failure> => {
    const result = await authorize(refused);
    if (isFailure(result)) return result;
    for (const [name, value] of Object.entries(result)) hideHeader(name, value, hide);
    return { headers: result, generation };
  };

  // A refused sign-in stays refused: a wrong password sent seven hundred times locks the account.
  let current: Promise<Grant | Failure> | null = null;
  let renewing: Promise<Grant | Failure | null> | null = null;
  /** Signing in anew after this generation gave the same again. */
  let futile = 0;

  const renewFrom = async (old: Grant): Promise<Grant | Failure | null> => {
    const fresh = await signIn(old.generation + 1, old);
    if (!isFailure(fresh) && sameHeaders(old.headers, fresh.headers)) {
      futile = old.generation;
      return null;
    }
    current = Promise.resolve(fresh);
    return fresh;
  };

  return {
    grant: () => {
      current ??= signIn(1, null);
      return current;
    },
    renew: async (refused) => {
      const now = await current;
      if (now === null || isFailure(now)) return now;
      if (now.generation > refused.generation) return now;
      if (now.generation === futile) return null;
      renewing ??= renewFrom(now).finally(() => {
        renewing = null;
      });
      return renewing;
    },
  };
}

function sameHeaders(a: Grant["headers"], b: Grant["headers"]): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

const telling = /auth|token|key|secret|session|cookie|password/i;

/** The value, and the token in `Bearer TOKEN`. Words of other headers (a tenant's name) may be shown. */
function hideHeader(name: string, value: string, hide: (secret: string) => void): void {
  if (!telling.test(name)) return;
  hide(value);
  const words = value.split(" ");
  const [, token] = words;
  if (words.length === 2 && token !== undefined) hide(token);
}
