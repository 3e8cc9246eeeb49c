import type { FaultKind } from "./faults.ts";

/** A request as the sandbox saw it, for tests and for the curious. */
export interface LoggedRequest {
  readonly method: string;
  readonly path: string;
  /** Path and query as they came over the wire. */
  readonly target: string;
  /** Names in lower case; without what proves who asks. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whose token it carried; null where none or an unknown one. */
  readonly user: string | null;
  /** What was answered; 0 where the connection was cut instead. */
  readonly status: number;
  /** The parsed JSON, or the text where it was none. */
  readonly body: unknown;
  readonly write: boolean;
  /** The fault that decided the answer, if one did. */
  readonly fault?: FaultKind;
}

/** Long runs must not fill the memory: beyond this the oldest tenth goes. */
const most = 20_000;

/** Adds in the order in which requests were finished. */
export function append(log: LoggedRequest[], entry: LoggedRequest): void {
  log.push(entry);
  if (log.length > most) log.splice(0, most / 10);
}
