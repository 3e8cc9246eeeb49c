import type { Observation, ReadRequest } from "../../../model/platform.ts";
import type { Failure, Outcome, Reader, Request } from "../../../model/protocol.ts";
import type { Resource } from "../../../model/resource.ts";

/** One reading of live state: what its parts share. */
export interface Pass {
  /** Refuses everything after {@link Pass.stop}: nothing more is asked in vain. */
  readonly reader: Reader;
  /** Says that the whole read is worthless. */
  readonly stop: (failure: Failure) => void;
  readonly wants: ReadRequest["wants"];
  readonly resource: (resource: Resource) => void;
  readonly unreadable: (address: string, collection: string | null, why: string) => void;
}

export function createPass(
  reader: Reader,
  request: ReadRequest,
  emit: (observation: Observation) => void,
): Pass {
  let fatal: Failure | null = null;
  return {
    reader: {
      ...reader,
      read: async (each: Request): Promise<Outcome> => fatal ?? reader.read(each),
    },
    stop: (failure) => {
      fatal ??= failure;
    },
    wants: request.wants,
    resource: (resource) => emit({ type: "resource", resource }),
    unreadable: (address, collection, why) => emit({ type: "unreadable", address, collection, why }),
  };
}

/** The actor may not see it, or it is not there: unknown, and the rest can still be read. */
export function isBlind({ reason }: Failure): boolean {
  return reason === "forbidden" || reason === "missing";
}

/** The platform's own words. */
export function wordsOf({ code, message }: Failure): string {
  if (message === "") return code;
  return code.startsWith("HTTP ") ? message : `${code}: ${message}`;
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
