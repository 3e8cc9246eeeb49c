import type { Failure } from "../../../model/protocol.ts";

/** The platform's own words; where it has no code, its status tells a person nothing more. */
export function wordsOf({ code, message }: Failure): string {
  if (message === "") return code;
  return code.startsWith("HTTP ") ? message : `${code}: ${message}`;
}
