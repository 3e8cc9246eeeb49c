/** Reads all of a collection. */

import type { StateResponse, TfObject } from "../../contract.ts";
import { mapAttribute } from "../../schema/names.ts";
import type { ResourceType } from "../../schema/resources.ts";
import { holderMissing, isHeld } from "../holders.ts";
import { idOfAll } from "../ids.ts";
import { readKept, writeKept } from "../kept.ts";
import { readFor } from "../looks.ts";
import type { Session } from "../session.ts";
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
  const seen = await readFor(desk, subject);
  if (!("live" in seen)) return { state, private: bytes, diagnostics: seen.diagnostics };
  const { live } = seen;
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
