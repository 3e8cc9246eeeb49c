/** Reads a single resource. */

import type { StateResponse, TfObject, TfValue } from "../../contract.ts";
import type { ResourceType } from "../../schema/resources.ts";
import { isHeld } from "../holders.ts";
import { type Kept, readKept, writeKept } from "../kept.ts";
import { readFor } from "../looks.ts";
import type { Session } from "../session.ts";
import { hasEnded, standingOf, statusAttributes } from "../status.ts";
import { keptOf, subjectOfState } from "../subject.ts";
import { isAs, textOf } from "../values.ts";
import { learnId, objectOf, ownAt } from "./object.ts";

/**
 * | live | state | result |
 * | --- | --- | --- |
 * | cannot be read | any | as it was, with a warning |
 * | no | waiting, or expired and over | as it was |
 * | no | other | gone |
 * | yes, another object of the same name | any | gone |
 * | yes, not all as wanted | waiting | as it was |
 * | yes | other | as it is |
 */
export async function readOne(
  type: ResourceType,
  state: TfObject,
  bytes: Uint8Array,
  session: Session,
): Promise<StateResponse> {
  const { kind, platform } = type;
  const desk = session.desk(platform);
  const kept = readKept(bytes);
  desk.ledger.learn(kept);
  const subject = subjectOfState(type, state, desk.ledger.ids);
  learnId(desk, subject, state);
  const seen = await readFor(desk, subject);
  if (!("live" in seen)) return { state, private: bytes, diagnostics: seen.diagnostics };
  const { live } = seen;
  const own = ownAt(type, live.live, subject, textOf(state["platform_id"] ?? null));
  const found = isHeld(subject, live) ? own : undefined;
  const ids = keptOf(platform, subject, live.live, desk.ledger);
  const next = (accounts: Kept["accounts"]) => writeKept({ ids: ids.ids, accounts });
  const keep = (attributes: { readonly [name: string]: TfValue } = {}): StateResponse => ({
    state: { ...state, ...attributes },
    private: next(kept.accounts),
    diagnostics: [],
  });
  if (found === undefined) {
    if (hasEnded(state, session.today()))
      return keep(statusAttributes({ status: "expired", waitsFor: null }));
    return state["status"] === "waiting"
      ? keep()
      : { state: null, private: new Uint8Array(), diagnostics: [] };
  }
  if (state["status"] === "waiting" && !isAs(kind, state, found.attributes)) return keep();
  const accounts = kept.accounts.size === 0 ? ids.accounts : kept.accounts;
  return {
    state: objectOf(type, state, subject, found, standingOf(found)),
    private: next(accounts),
    diagnostics: [],
  };
}
