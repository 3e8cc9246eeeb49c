/** What `terraform import` names (import-id.ts), as a state that the first read completes. */

import type { Kind } from "../../model/kind.ts";
import { kindOf } from "../../model/platform.ts";
import type { StateResponse, TfValue } from "../contract.ts";
import { parseImportId } from "../import-id.ts";
import { mapAttribute, parentAttribute, snake } from "../schema/names.ts";
import { exampleAddress, isProtected, type ResourceType, unsettable } from "../schema/resources.ts";
import { isNested } from "../schema/types.ts";
import { problem } from "./diagnostics.ts";
import { writeKept } from "./kept.ts";
import { desiredOfSteps, managedOfSteps, type Step, stepsOf, tellingIn, textOfSteps } from "./place.ts";
import type { Desk, Session } from "./session.ts";
import { liveAt } from "./status.ts";
import { subjectOf } from "./subject.ts";
import { attributesIn, emptyObject, nulls } from "./values.ts";

export async function importState(
  type: ResourceType,
  text: string,
  session: Session,
): Promise<StateResponse> {
  const desk = session.desk(type.platform);
  return type.form === "one" ? importOne(type, text, desk) : importAll(type, text, desk);
}

function refuse(detail: string): StateResponse {
  return {
    state: null,
    private: new Uint8Array(),
    diagnostics: [problem("Cannot be imported", detail)],
  };
}

async function importAll(type: ResourceType, text: string, desk: Desk): Promise<StateResponse> {
  const { kind, platform, schema } = type;
  const { address, parameters } = parseImportId(text);
  const parent = kindOf(platform, kind.parent ?? "");
  const suffix = `/${kind.collection}`;
  const steps = address.endsWith(suffix) ? stepsOf(platform, parent, address.slice(0, -suffix.length)) : null;
  if (steps === null) {
    const example = `${exampleAddress(platform, parent)}${suffix}`;
    return refuse(`Write the address of the collection, such as ${example}.`);
  }
  const map = schema.attributes.get(mapAttribute(kind));
  const elements = emptyObject();
  for (const [name, value] of parameters) {
    if (name === "as") continue;
    const key = /^expires\.(.+)$/s.exec(name)?.[1];
    if (key === undefined || map === undefined || !isNested(map)) {
      return refuse(`A collection has no ${name}; expires.KEY=DATE can stand behind the question mark.`);
    }
    elements[key] = { ...nulls(map.attributes), expires: value };
  }
  const holder = await holderText(steps, desk);
  if (typeof holder !== "string") return holder;
  const state: Record<string, TfValue> = nulls(schema.attributes);
  state[parentAttribute(kind) ?? ""] = holder;
  if (Object.keys(elements).length > 0) state[mapAttribute(kind)] = elements;
  return { state, private: new Uint8Array(), diagnostics: [] };
}

async function importOne(type: ResourceType, text: string, desk: Desk): Promise<StateResponse> {
  const { kind, platform, schema } = type;
  const steps = stepsOf(platform, kind, text);
  const step = steps?.at(-1);
  if (steps === null || step === undefined) {
    const more =
      kind.labelled === undefined
        ? ""
        : ", with ?id=ID or ?name=NAME behind it where the label is not its name";
    return refuse(`Write its address, such as ${exampleAddress(platform, kind)}${more}.`);
  }
  const { parameters } = step;
  const known = parametersOf(kind);
  const stray = [...parameters.keys()].find((name) => !known.includes(name) && name !== "as");
  if (stray !== undefined) {
    const offer = known.length === 0 ? "Nothing" : `Only ${known.join(", ")}`;
    return refuse(`${offer} can stand behind the question mark here, and not ${stray}.`);
  }
  const state: Record<string, TfValue> = nulls(schema.attributes);
  const parent = parentAttribute(kind);
  if (parent !== null) {
    const holder = await holderText(steps.slice(0, -1), desk);
    if (typeof holder !== "string") return holder;
    state[parent] = holder;
  }
  state["key"] = step.written;
  if (isProtected(kind)) state["deletion_protection"] = true;
  const expires = parameters.get("expires");
  if (expires !== undefined) state["expires"] = expires;
  const unset = parameters.get("unset");
  if (unset !== undefined) state["unset"] = unset.split(",");
  if (kind.labelled === undefined) return { state, private: new Uint8Array(), diagnostics: [] };
  return byLabel(type, state, step, desk);
}

/** What can stand behind the question mark. */
function parametersOf(kind: Kind): readonly string[] {
  const { labelled, principal } = kind;
  return [
    ...(labelled === undefined ? [] : ["id", "name", ...(labelled.distinguishedBy ?? []).map(snake)]),
    ...(principal ? ["expires"] : []),
    ...(unsettable(kind).length > 0 ? ["unset"] : []),
  ];
}

/** What holds it, as its own resource says it; or why it cannot be found. */
async function holderText(holders: readonly Step[], desk: Desk): Promise<string | StateResponse> {
  const ids = new Map<Step, string>();
  if (holders.some(({ kind }) => kind.labelled !== undefined)) {
    const resources = new Map(desiredOfSteps(holders).map((each) => [each.address, each]));
    const seen = await desk.account.view({ resources, managed: new Map(managedOfSteps(holders)) });
    if (!("live" in seen)) return { state: null, private: new Uint8Array(), diagnostics: seen.diagnostics };
    for (const step of holders) {
      const { kind, address, written } = step;
      if (kind.labelled === undefined) continue;
      const found = liveAt(kind, seen.live.live, address);
      if (found?.id === undefined) return refuse(`${address} is not live. ${advice}`);
      desk.ledger.know(address, found.id);
      if (kind.labelled.natural(found.attributes) !== written) ids.set(step, found.id);
    }
  }
  return textOfSteps(holders, (step) => ids.get(step));
}

const advice = "Where the label is not its name, write ?id=ID or ?name=NAME behind it.";

/** Which object is meant is settled once, here: from now on its id says so. */
async function byLabel(
  type: ResourceType,
  state: Record<string, TfValue>,
  step: Step,
  desk: Desk,
): Promise<StateResponse> {
  const { kind } = type;
  const asked: Record<string, TfValue> = { ...state };
  const telling = tellingIn(step);
  for (const [name, value] of Object.entries(telling)) {
    if (typeof value === "string") asked[snake(name)] = value;
  }
  const subject = subjectOf(type, asked, desk.ledger.ids);
  if (subject === null) throw new Error("an address that is none");
  const id = step.parameters.get("id");
  if (id !== undefined) desk.ledger.know(subject.address, id);
  const seen = await desk.account.view(subject.interest);
  if (!("live" in seen)) return { state: null, private: new Uint8Array(), diagnostics: seen.diagnostics };
  const [stop] = seen.live.stops.filter(({ scope }) => scope === subject.address);
  if (stop !== undefined) return refuse(`${stop.message} For import, write ${subject.address}?id=ID.`);
  const found = liveAt(kind, seen.live.live, subject.address);
  if (found?.id === undefined || (id !== undefined && found.id !== id)) {
    const name = kind.labelled?.natural(attributesIn(kind, asked)) ?? step.written;
    const what = id === undefined ? `named ${name}` : `with the id ${id}`;
    return refuse(`Nothing live is ${what} at ${subject.address}. ${advice}`);
  }
  state["platform_id"] = found.id;
  desk.ledger.know(subject.address, found.id);
  const ids = new Map([[subject.address, found.id]]);
  return { state, private: writeKept({ ids, accounts: new Map() }), diagnostics: [] };
}
