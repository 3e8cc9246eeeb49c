/** Reads all of a collection. */

import type { StateResponse, TfObject } from "../../contract.ts";
import { mapAttribute } from "../../schema/names.ts";
import type { ResourceType } from "../../schema/resources.ts";
import { warning } from "../diagnostics.ts";
import { idOfAll } from "../ids.ts";
import { readKept, writeKept } from "../kept.ts";
import type { Session } from "../session.ts";
import { holderMissing, isHeld } from "../shared.ts";
import { blindAt } from "../status.ts";
import { keptOf, subjectOf, subjectOfState } from "../subject.ts";
import { collect, elementsOf } from "./elements.ts";

export async function readAll(
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
  const asIs: StateResponse = { state, private: bytes, diagnostics: [] };
  if (desk.account.open) return asIs;
  const seen = await desk.account.view(subject.interest);
  if (!("live" in seen)) return { ...asIs, diagnostics: seen.diagnostics };
  const { live } = seen;
  const blind = blindAt(live, subject.address);
  if (blind !== null) {
    return { ...asIs, diagnostics: [warning("Cannot be read", `${blind}. Its state is kept as it was.`)] };
  }
  if (holderMissing(subject, live, desk) !== null || !isHeld(subject, live))
    return { state: null, private: new Uint8Array(), diagnostics: [] };
  const map = collect(type, subject, elementsOf(type, state), live.live, session.today());
  const now = { ...state, [mapAttribute(kind)]: map, id: idOfAll(subject) };
  const ids = keptOf(platform, subjectOf(type, now, desk.ledger.ids) ?? subject, live.live, desk.ledger);
  return {
    state: now,
    // Whose a key was first counts until somebody says otherwise.
    private: writeKept({ ids: ids.ids, accounts: new Map([...ids.accounts, ...kept.accounts]) }),
    diagnostics: [],
  };
}
