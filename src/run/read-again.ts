/** What a run left behind, read once more: also after a cancellation, which must not hide what was done. */

import type { Failure } from "../model/protocol.ts";
import { type Live, type ReadOptions, readLive } from "./live.ts";
import type { Section } from "./sections.ts";

/** Milliseconds in which a cancelled run may still find out what it left. */
const lastLook = 30_000;

/** Reads what was touched, over another connection where `signal` has ended the first one. */
export async function readAgain(
  signal: AbortSignal,
  section: Section,
  options: ReadOptions,
): Promise<Live | Failure> {
  if (!signal.aborted) {
    const read = await readLive(section, options);
    // The signal may come while it is read.
    if (!("ok" in read) || read.reason !== "cancelled") return read;
  }
  const connection = section.reconnect(AbortSignal.timeout(lastLook));
  try {
    return await readLive({ ...section, connection }, options);
  } finally {
    await connection.close();
  }
}
