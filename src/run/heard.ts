/** What a journal knows of each call that was sent. */
import { mayHaveBeenCarriedOut } from "../http/failure.ts";
import type { RunEntry } from "../store/store.ts";

/** Carried out; open: it may have been; or the words of a refusal. */
export type Heard = "done" | "open" | { readonly refused: string };

/**
 * By call. Those that were never sent have no row.
 *
 * | the last that the journal holds | heard |
 * | --- | --- |
 * | sending | open |
 * | answered: done, already, found | done |
 * | answered: cancelled, the first time | (nothing: it never left) |
 * | answered: cancelled, a later time | open: of the sending before nobody has learned |
 * | answered: a failure after which it may have been carried out | open |
 * | answered: another failure | refused |
 */
export function heardIn(entries: readonly RunEntry[]): ReadonlyMap<string, Heard> {
  const heard = new Map<string, Heard>();
  for (const entry of entries) {
    if (entry.type === "sending") heard.set(entry.call, "open");
    if (entry.type !== "answered") continue;
    const { call, result, code = "", message = "", status, attempt } = entry;
    if (result === "done" || result === "already" || result === "found") heard.set(call, "done");
    else if (result === "cancelled") {
      if (attempt === 1) heard.delete(call);
    } else if (!mayHaveBeenCarriedOut({ ok: false, reason: result, code, message, status })) {
      const words = [code, message].filter((each) => each !== "").join(": ");
      heard.set(call, { refused: words === "" ? result : words });
    }
  }
  return heard;
}
