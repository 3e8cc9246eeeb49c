/** Files of people: what is wrong in them is found in one pass, each with its place. */
import type { ConnectionConfiguration, Person, Settings } from "../../model/configuration.ts";
import { foldKey, type Kind } from "../../model/kind.ts";
import type { Platform } from "../../model/platform.ts";
import { sentence } from "../../model/text.ts";
import { order } from "../../model/value.ts";
import { defaultConnection } from "../connection-name.ts";
import { isDay } from "../days.ts";
import { type Findings, type Place, placeText } from "../findings.ts";
import {
  type Entry,
  entryOf,
  keyText,
  type MapNode,
  type Node,
  type Origin,
  placeAt,
  sourceOf,
  toValue,
} from "../node.ts";
import { checkerOf, type Issue } from "../sentences.ts";
import { meant, quote } from "../words.ts";
import { peopleSchema } from "./schema.ts";

/** A document that names people. */
export interface PeopleDocument {
  readonly root: MapNode;
  readonly origin: Origin;
}

/** Somebody of `people`, over all connections. */
export interface Entered {
  readonly name: string;
  readonly place: Place;
  /** By connection. */
  readonly handles: ReadonlyMap<string, Person>;
}

export type People = ReadonlyMap<string, Entered>;

/** Those with a handle on a connection, sorted by name. */
export function peopleOn(people: People, connection: string): readonly Person[] {
  return [...people.values()]
    .flatMap(({ handles }) => handles.get(connection) ?? [])
    .sort((a, b) => order(a.name, b.name));
}

/** Those with a handle on each connection. */
export function byHandle(people: People): ReadonlyMap<string, readonly Person[]> {
  const connections = new Set([...people.values()].flatMap(({ handles }) => [...handles.keys()]));
  return new Map([...connections].map((connection) => [connection, peopleOn(people, connection)]));
}

/** Somebody is gone, and their handle is on a connection where Charter looks at nothing. */
export function warnOfStrays(
  people: People,
  connections: readonly ConnectionConfiguration[],
  findings: Findings,
): void {
  const looked = new Set(connections.map(({ connection }) => connection.name));
  for (const { name, place, handles } of people.values()) {
    for (const [connection, { gone }] of handles) {
      if (gone === undefined || looked.has(connection) || findings.errors() > 0) continue;
      const message = `${name} is gone, and no organization on ${connection} is configured: what is live of theirs there stays.`;
      findings.add("config/gone", place, message, { severity: "warning" });
    }
  }
}

/**
 * Puts people of all documents together.
 *
 * @param settings null where `charter.yaml` cannot be read: then nobody can say which connections there are
 */
export function readPeople(
  documents: readonly PeopleDocument[],
  platforms: readonly Platform[],
  settings: Settings | null,
  today: string,
  findings: Findings,
): People {
  const people = new Map<string, Entered>();
  if (documents.length === 0) return people;
  const connections = settings === null ? null : connectionsOf(settings, platforms);
  const claims: Claims = { handles: new Map(), ids: new Map() };
  const check = checkerOf(peopleSchema());
  for (const { root, origin } of documents) {
    const issues = check("", toValue(root));
    for (const issue of issues) report(issue, root, origin, findings);
    for (const entry of entriesOf(entryOf(root, "people")?.value)) {
      const place = { origin, at: entry.at };
      const first = people.get(entry.key);
      if (first !== undefined) {
        const message = `${quote(entry.key)} is written twice: here and at ${placeText(first.place)}; keep one of them.`;
        findings.add("config/duplicate-key", place, message);
        continue;
      }
      const written = standingOf(entry, today, origin, findings);
      const source = sourceOf(origin, entry.at, entry.key);
      const handles = new Map<string, Person>();
      for (const each of entriesOf(entryOf(entry.value, "handles")?.value)) {
        const handle = handleOf(each, origin);
        if (handle === null) continue;
        const platform = connections?.get(each.key);
        if (platform !== undefined) checkHandle(handle, each.key, entry.key, platform, claims, findings);
        else if (connections !== null) unknownConnection(each, origin, connections, findings);
        const { text, id } = handle;
        handles.set(each.key, {
          name: entry.key,
          handle: text,
          ...(id === undefined ? {} : { id: id.text }),
          ...written,
          source,
        });
      }
      people.set(entry.key, { name: entry.key, place, handles });
    }
  }
  return people;
}

/** The connections that a handle can be on, as organizations name them, each with its platform. */
function connectionsOf(settings: Settings, platforms: readonly Platform[]): ReadonlyMap<string, Platform> {
  const known = new Map<string, Platform>();
  for (const platform of platforms) {
    const own = [...settings.connections.values()].filter((each) => each.platform === platform.name);
    for (const { name } of own.length === 0 ? [defaultConnection(platform)] : own) known.set(name, platform);
  }
  return known;
}

function entriesOf(node: Node | undefined): readonly Entry[] {
  return node?.type === "map" ? node.entries : [];
}

function report(issue: Issue, root: Node, origin: Origin, findings: Findings): void {
  const named = issue.code === "config/unknown-key" || issue.code === "config/wrong-key";
  const [, , person, member] = issue.pointer.split("/");
  const calendar = member === "expires" && !named ? "config/expires" : issue.code;
  const at = placeAt(
    root,
    issue.pointer,
    named || (person !== undefined && issue.code === "config/missing") ? "key" : "value",
  );
  const message = issue.message.replace(/^ (is|needs) /, "This document $1 ");
  if (calendar === "config/expires") return;
  findings.add(calendar, { origin, at }, message);
}

/** Whether the person is to be here, and until when. */
function standingOf(
  { value }: Entry,
  today: string,
  origin: Origin,
  findings: Findings,
): Pick<Person, "gone" | "expires"> {
  const state = entryOf(value, "state")?.value;
  const end = entryOf(value, "expires")?.value;
  const day = end?.type === "scalar" && typeof end.value === "string" ? end.value : null;
  if (end !== undefined && (day === null || !isDay(day))) {
    const shown =
      end.type === "scalar" ? (end.value === null ? "nothing" : quote(end.text)) : `a ${end.type}`;
    const message = `expires is ${shown}; write the last day on which the person belongs here as YYYY-MM-DD, a day of the calendar.`;
    findings.add("config/expires", { origin, at: end.at }, message);
  }
  const expires = day === null ? {} : { expires: day };
  if (state?.type === "scalar" && state.value === "absent") return { gone: "left", ...expires };
  return day !== null && day < today ? { gone: "expired", ...expires } : expires;
}

interface Written {
  readonly text: string;
  readonly place: Place;
  readonly id?: { readonly text: string; readonly place: Place };
}

/** Null where there is nothing to go on with: the schema has said why. */
function handleOf({ value }: Entry, origin: Origin): Written | null {
  const node = value.type === "map" ? entryOf(value, "handle")?.value : value;
  const text = node === undefined ? null : keyText(node);
  if (node === undefined || text === null || text === "") return null;
  const pin = entryOf(value, "id")?.value;
  const id = pin === undefined ? null : keyText(pin);
  return {
    text,
    place: { origin, at: node.at },
    ...(pin === undefined || id === null ? {} : { id: { text: id, place: { origin, at: pin.at } } }),
  };
}

/** Who has taken which handle and which account, by connection. */
interface Claims {
  readonly handles: Map<string, Claim>;
  readonly ids: Map<string, Claim>;
}

interface Claim {
  readonly name: string;
  readonly place: Place;
}

function checkHandle(
  { text, place, id }: Written,
  connection: string,
  name: string,
  platform: Platform,
  claims: Claims,
  findings: Findings,
): void {
  const kinds = platform.kinds.filter((kind) => kind.key.person === true);
  const [first] = kinds;
  if (first === undefined) {
    findings.add(
      "config/wrong-key",
      place,
      `On ${platform.title} no key names a person; take the handle out.`,
    );
    return;
  }
  const refusing = kinds.find((kind) => !fits(kind, text));
  if (refusing !== undefined) {
    const { description, example } = refusing.key;
    const message = `${quote(text)} cannot be a key of ${refusing.collection}: ${sentence(description)} For example: ${example}`;
    findings.add("config/wrong-key", place, message);
    return;
  }
  const claim = (map: Map<string, Claim>, key: string, what: string, at: Place): void => {
    const taken = map.get(`${connection}\n${key}`);
    if (taken === undefined) map.set(`${connection}\n${key}`, { name, place: at });
    else if (taken.name !== name) {
      const message = `${what} on ${connection} belongs to ${taken.name} too (${placeText(taken.place)}); it can be one person's only.`;
      findings.add("config/conflict", at, message);
    }
  };
  claim(claims.handles, foldKey(first, text), `The handle ${quote(text)}`, place);
  if (id !== undefined) claim(claims.ids, id.text, `The id ${quote(id.text)}`, id.place);
}

const patterns = new WeakMap<Kind, RegExp>();

function fits(kind: Kind, key: string): boolean {
  if (kind.key.pattern === undefined) return true;
  const pattern = patterns.get(kind) ?? new RegExp(kind.key.pattern, "u");
  patterns.set(kind, pattern);
  return pattern.test(key);
}

function unknownConnection(
  { key, at }: Entry,
  origin: Origin,
  connections: ReadonlyMap<string, Platform>,
  findings: Findings,
): void {
  const known = [...connections.keys()];
  const message = `${quote(key)} is no connection${meant(key, known) || "."} Known: ${known.join(", ")}.`;
  findings.add("config/connection", { origin, at }, message);
}
