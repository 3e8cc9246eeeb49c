import type { Observation, ReadRequest } from "../model/platform.ts";
import type { Failure, Outcome, Reader, Request } from "../model/protocol.ts";
import type { Resource } from "../model/resource.ts";

/** One reading of live state: what its parts share. */
export interface Pass {
  /** Refuses everything after a failure that makes the whole read worthless: nothing more is asked in vain. */
  readonly reader: Reader;
  /** Says that there was such a failure, where the reader itself cannot know; gives it back. */
  readonly stop: (failure: Failure) => Failure;
  readonly wants: ReadRequest["wants"];
  readonly resource: (resource: Resource) => void;
  readonly unreadable: (address: string, collection: string | null, why: string) => void;
}

/** @param ends whether a failed request makes the whole read worthless. Default: all that is not {@link isBlind} */
export function createPass(
  reader: Reader,
  request: ReadRequest,
  emit: (observation: Observation) => void,
  ends: (failure: Failure) => boolean = (failure) => !isBlind(failure),
): Pass {
  let fatal: Failure | null = null;
  const stop = (failure: Failure): Failure => {
    fatal ??= failure;
    return failure;
  };
  return {
    reader: {
      ...reader,
      read: async (each: Request): Promise<Outcome> => {
        if (fatal !== null) return fatal;
        const outcome = await reader.read(each);
        return !outcome.ok && ends(outcome) ? stop(outcome) : outcome;
      },
    },
    stop,
    wants: request.wants,
    resource: (resource) => emit({ type: "resource", resource }),
    unreadable: (address, collection, why) => emit({ type: "unreadable", address, collection, why }),
  };
}

/** The actor may not see it, or it went away meanwhile: unknown, and the rest can still be read. */
export function isBlind({ reason }: Failure): boolean {
  return reason === "forbidden" || reason === "missing";
}

/** The platform's own words. */
export function wordsOf({ code, message }: Failure): string {
  return message === "" ? code : `${code}: ${message}`;
}

/** Waits for all parts, so that nothing is emitted after the end; gives the first failure. */
export async function all(parts: Iterable<Promise<Failure | null>>): Promise<Failure | null> {
  const results = await Promise.all(parts);
  return results.find((result) => result !== null) ?? null;
}

/** Work that is begun when somebody first asks for it, and done once. */
export function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | null = null;
  return () => {
    result ??= work();
    return result;
  };
}
