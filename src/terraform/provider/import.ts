/** What `terraform import` names (import-id.ts), as a state that the first read completes. */
import { collectionOf } from "../../model/address.ts";
import { attributesOf, type Kind } from "../../model/kind.ts";
import { kindOf } from "../../model/platform.ts";
import type { StateResponse, TfValue } from "../contract.ts";
import { parseImportId } from "../import-id.ts";
import { mapAttribute, parentAttribute, snake } from "../schema/names.ts";
import { exampleAddress, isProtected, type ResourceType, unsettable } from "../schema/resources.ts";
import { isNested } from "../schema/types.ts";
import { problem } from "./diagnostics.ts";
import { writeKept } from "./kept.ts";
import { stepsOf } from "./place.ts";
import type { Session } from "./session.ts";
import { liveAt } from "./status.ts";
import { subjectOf } from "./subject.ts";
import { emptyObject, nulls, textOf } from "./values.ts";

type Parameters = ReadonlyMap<string, string>;

export async function importState(
  type: ResourceType,
  text: string,
  session: Session,
): Promise<StateResponse> {
  const { address, parameters } = parseImportId(text);
  return type.form === "one"
    ? importOne(type, address, parameters, session)
    : importAll(type, address, parameters);
}

function refuse(detail: string): StateResponse {
  return {
    state: null,
    private: new Uint8Array(),
    diagnostics: [problem("Cannot be imported", detail)],
  };
}

function importAll(
  { kind, platform, schema }: ResourceType,
  address: string,
  parameters: Parameters,
): StateResponse {
  const parent = kindOf(platform, kind.parent ?? "");
  const suffix = `/${kind.collection}`;
  const steps = address.endsWith(suffix) ? stepsOf(platform, parent, address.slice(0, -suffix.length)) : null;
  if (steps === null) {
    return refuse(
      `Write the address of the collection, such as ${exampleAddress(platform, parent)}${suffix}.`,
    );
  }
  const map = schema.attributes.get(mapAttribute(kind));
  const elements = emptyObject();
  for (const [name, value] of parameters) {
    const key = /^expires\.(.+)$/s.exec(name)?.[1];
    if (key === undefined || map === undefined || !isNested(map)) {
      if (name !== "as")
        return refuse(`A collection has no ${name}; expires.KEY=DATE can stand behind the question mark.`);
      continue;
    }
    elements[key] = { ...nulls(map.attributes), expires: value };
  }
  const holder = steps.at(-1)?.address ?? "";
  const state: Record<string, TfValue> = nulls(schema.attributes);
  state[parentAttribute(kind) ?? ""] = holder;
  state["id"] = collectionOf(holder, kind.collection);
  if (Object.keys(elements).length > 0) state[mapAttribute(kind)] = elements;
  return { state, private: new Uint8Array(), diagnostics: [] };
}

async function importOne(
  type: ResourceType,
  address: string,
  parameters: Parameters,
  session: Session,
): Promise<StateResponse> {
  const { kind, platform, schema } = type;
  const steps = stepsOf(platform, kind, address);
  const step = steps?.at(-1);
  const known = parametersOf(kind);
  const stray = [...parameters.keys()].find((name) => !known.includes(name) && name !== "as");
  if (steps === null || step === undefined) {
    const more =
      kind.labelled === undefined
        ? ""
        : ", with ?id=ID or ?name=NAME behind it where the label is not its name";
    return refuse(`Write its address, such as ${exampleAddress(platform, kind)}${more}.`);
  }
  if (stray !== undefined) {
    const offer = known.length === 0 ? "Nothing" : `Only ${known.join(", ")}`;
    return refuse(`${offer} can stand behind the question mark here, and not ${stray}.`);
  }
  const state: Record<string, TfValue> = nulls(schema.attributes);
  const parent = parentAttribute(kind);
  if (parent !== null) state[parent] = steps.at(-2)?.address ?? null;
  state["key"] = step.written;
  state["id"] = step.address;
  if (isProtected(kind)) state["deletion_protection"] = true;
  const expires = parameters.get("expires");
  if (expires !== undefined) state["expires"] = expires;
  const unset = parameters.get("unset");
  if (unset !== undefined) state["unset"] = unset.split(",");
  if (kind.labelled === undefined) return { state, private: new Uint8Array(), diagnostics: [] };
  return byLabel(type, state, parameters, session);
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

/** Which object is meant is settled once, here: from now on its id says so. */
async function byLabel(
  type: ResourceType,
  state: Record<string, TfValue>,
  parameters: Parameters,
  session: Session,
): Promise<StateResponse> {
  const { kind, platform } = type;
  const desk = session.desk(platform);
  const { nameAttribute = "", distinguishedBy = [] } = kind.labelled ?? {};
  const asked: Record<string, TfValue> = { ...state };
  asked[snake(nameAttribute)] = parameters.get("name") ?? state["key"] ?? null;
  for (const each of distinguishedBy) {
    const value = attributesOf(kind).has(each) ? parameters.get(snake(each)) : undefined;
    if (value !== undefined) asked[snake(each)] = value;
  }
  const subject = subjectOf(type, asked);
  if (subject === null) throw new Error("an address that is none");
  const id = parameters.get("id");
  if (id !== undefined) desk.ledger.know(subject.address, id);
  const seen = await desk.account.view(subject.interest);
  if (!("live" in seen)) return { state: null, private: new Uint8Array(), diagnostics: seen.diagnostics };
  const [stop] = seen.live.stops.filter(({ scope }) => scope === subject.address);
  if (stop !== undefined) return refuse(`${stop.message} For import, write ${subject.address}?id=ID.`);
  const found = liveAt(kind, seen.live.live, subject.address);
  if (found?.id === undefined || (id !== undefined && found.id !== id)) {
    const what =
      id === undefined ? `named ${textOf(asked[snake(nameAttribute)] ?? null)}` : `with the id ${id}`;
    const advice = "Where the label is not its name, write ?id=ID or ?name=NAME behind it.";
    return refuse(`Nothing live is ${what} at ${subject.address}. ${advice}`);
  }
  state["platform_id"] = found.id;
  desk.ledger.know(subject.address, found.id);
  const ids = new Map([[subject.address, found.id]]);
  return { state, private: writeKept({ ids, accounts: new Map(), basis: null }), diagnostics: [] };
}
