/** Files of people: what is wrong in them is found in one pass, each with its place. */
import type { ConnectionConfiguration, Person, Settings } from "../../model/configuration.ts";
import type { Platform } from "../../model/platform.ts";
import { order } from "../../model/value.ts";
import { isDay } from "../days.ts";
import { type Findings, type Place, placeText } from "../findings.ts";
import {
  type Entry,
  entryOf,
  type MapNode,
  type Node,
  type Origin,
  placeAt,
  sourceOf,
  toValue,
} from "../node.ts";
import { checkerOf, type Issue } from "../sentences.ts";
import { quote } from "../words.ts";
import { type Claims, checkHandle, connectionsOf, handleOf, unknownConnection } from "./handles.ts";
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

function entriesOf(node: Node | undefined): readonly Entry[] {
  return node?.type === "map" ? node.entries : [];
}

function report(issue: Issue, root: Node, origin: Origin, findings: Findings): void {
  const [, , person, member] = issue.pointer.split("/");
  const aboutKey = issue.code === "config/unknown-key" || issue.code === "config/wrong-key";
  // Which days there are no schema knows: what is wrong with one is said once, with its calendar.
  if (member === "expires" && !aboutKey) return;
  const atKey = aboutKey || (person !== undefined && issue.code === "config/missing");
  const at = placeAt(root, issue.pointer, atKey ? "key" : "value");
  findings.add(issue.code, { origin, at }, issue.message.replace(/^ (is|needs) /, "This document $1 "));
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
