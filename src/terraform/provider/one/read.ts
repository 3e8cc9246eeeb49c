/** Reads a single resource. */

import type { StateResponse, TfObject, TfValue } from "../../contract.ts";
import type { ResourceType } from "../../schema/resources.ts";
import { warning } from "../diagnostics.ts";
import { type Kept, readKept, writeKept } from "../kept.ts";
import type { Session } from "../session.ts";
import { isHeld } from "../shared.ts";
import { blindAt, hasEnded, standingOf, statusAttributes } from "../status.ts";
import { keptOf, subjectOfState } from "../subject.ts";
import { isAs, textOf } from "../values.ts";
import { learn, objectOf, ownAt } from "./object.ts";

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
  learn(desk, kept, subject, state);
  const asIs: StateResponse = { state, private: bytes, diagnostics: [] };
  if (desk.account.open) return asIs;
  const seen = await desk.account.view(subject.interest);
  if (!("live" in seen)) return { ...asIs, diagnostics: seen.diagnostics };
  const { live } = seen;
  const blind = blindAt(live, subject.address);
  if (blind !== null) {
    return { ...asIs, diagnostics: [warning("Cannot be read", `${blind}. Its state is kept as it was.`)] };
  }
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
