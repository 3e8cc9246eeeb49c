/** What `terraform import` names: an address, for what has a label perhaps with the platform's own id or name. */
import { collectionOf } from "../../model/address.ts";
import { kindOf } from "../../model/platform.ts";
import type { StateResponse, TfObject, TfValue } from "../contract.ts";
import { parentAttribute, snake } from "../schema/names.ts";
import { exampleAddress, isProtected, type ResourceType } from "../schema/resources.ts";
import { problem } from "./diagnostics.ts";
import { writeKept } from "./kept.ts";
import { stepsOf } from "./place.ts";
import type { Session } from "./session.ts";
import { liveAt } from "./status.ts";
import { subjectOf } from "./subject.ts";
import { nulls, textOf } from "./values.ts";

/** `acme/projects/raw-data?id=project-J1` in its parts. */
export function importParts(text: string): {
  readonly address: string;
  readonly by: "id" | "name" | null;
  readonly value: string;
} {
  const found = /^(.*)\?(id|name)=(.+)$/s.exec(text);
  if (found === null) return { address: text, by: null, value: "" };
  const [, address = "", by, value = ""] = found;
  return { address, by: by === "id" ? "id" : "name", value };
}

export async function importState(
  type: ResourceType,
  text: string,
  session: Session,
): Promise<StateResponse> {
  const { kind, platform, schema, form } = type;
  const { address, by, value } = importParts(text);
  const parent = kind.parent === null ? null : kindOf(platform, kind.parent);
  const refuse = (detail: string): StateResponse => ({
    state: null,
    private: new Uint8Array(),
    diagnostics: [problem("Cannot be imported", detail)],
  });
  const example = exampleAddress(platform, form === "one" || parent === null ? kind : parent);
  const wanted = form === "one" ? example : `${example}/${kind.collection}`;
  const state: Record<string, TfValue> = nulls(schema.attributes);
  const name = parentAttribute(kind);
  if (form === "all") {
    const suffix = `/${kind.collection}`;
    const steps =
      parent === null || !address.endsWith(suffix)
        ? null
        : stepsOf(platform, parent, address.slice(0, -suffix.length));
    if (steps === null || by !== null || name === null)
      return refuse(`Write the address of the collection, such as ${wanted}.`);
    const holder = steps.at(-1)?.address ?? "";
    state[name] = holder;
    state["id"] = collectionOf(holder, kind.collection);
    return { state, private: new Uint8Array(), diagnostics: [] };
  }
  const steps = stepsOf(platform, kind, address);
  const step = steps?.at(-1);
  if (steps === null || step === undefined || (by !== null && kind.labelled === undefined)) {
    const more =
      kind.labelled === undefined
        ? ""
        : ", with ?id=ID or ?name=NAME behind it where the label is not its name";
    return refuse(`Write its address, such as ${wanted}${more}.`);
  }
  if (name !== null) state[name] = steps.at(-2)?.address ?? null;
  state["key"] = step.written;
  state["id"] = step.address;
  if (isProtected(kind)) state["deletion_protection"] = true;
  if (kind.labelled === undefined) return { state, private: new Uint8Array(), diagnostics: [] };
  return byLabel(type, state, by, value, session, refuse);
}

/** Which object is meant is settled once, here: from now on its id says so. */
async function byLabel(
  type: ResourceType,
  state: Record<string, TfValue>,
  by: "id" | "name" | null,
  value: string,
  session: Session,
  refuse: (detail: string) => StateResponse,
): Promise<StateResponse> {
  const { kind, platform } = type;
  const desk = session.desk(platform);
  const attribute = kind.labelled?.nameAttribute ?? "";
  const asked: TfObject = { ...state, [snake(attribute)]: by === "name" ? value : (state["key"] ?? null) };
  const subject = subjectOf(type, asked);
  if (subject === null) throw new Error("an address that is none");
  if (by === "id") desk.ledger.know(subject.address, value);
  const seen = await desk.account.view(subject.interest);
  if (!("live" in seen)) return { state: null, private: new Uint8Array(), diagnostics: seen.diagnostics };
  const [stop] = seen.live.stops.filter(({ scope }) => scope === subject.address);
  if (stop !== undefined) return refuse(`${stop.message} For import, write ${subject.address}?id=ID.`);
  const found = liveAt(kind, seen.live.live, subject.address);
  if (found?.id === undefined || (by === "id" && found.id !== value)) {
    const what =
      by === null
        ? `named ${textOf(state["key"] ?? null)}`
        : by === "id"
          ? `with the id ${value}`
          : `named ${value}`;
    return refuse(
      `Nothing live is ${what} at ${subject.address}. Where the label is not its name, write ?id=ID or ?name=NAME behind it.`,
    );
  }
  state["platform_id"] = found.id;
  desk.ledger.know(subject.address, found.id);
  return {
    state,
    private: writeKept({ ids: new Map([[subject.address, found.id]]), accounts: new Map(), basis: null }),
    diagnostics: [],
  };
}
