/** Handles as they are written: on which connection, in which form, whose. */
import type { Settings } from "../../model/configuration.ts";
import { foldKey, type Kind } from "../../model/kind.ts";
import type { Platform } from "../../model/platform.ts";
import { sentence } from "../../model/text.ts";
import { defaultConnection } from "../connection-name.ts";
import { type Findings, type Place, placeText } from "../findings.ts";
import { type Entry, entryOf, keyText, type Origin } from "../node.ts";
import { meant, quote } from "../words.ts";

/** The connections that a handle can be on, as organizations name them, each with its platform. */
export function connectionsOf(
  settings: Settings,
  platforms: readonly Platform[],
): ReadonlyMap<string, Platform> {
  const known = new Map<string, Platform>();
  for (const platform of platforms) {
    const own = [...settings.connections.values()].filter((each) => each.platform === platform.name);
    for (const { name } of own.length === 0 ? [defaultConnection(platform)] : own) known.set(name, platform);
  }
  return known;
}

interface Written {
  readonly text: string;
  readonly place: Place;
  readonly id?: { readonly text: string; readonly place: Place };
}

/** Null where there is nothing to go on with: the schema has said why. */
export function handleOf({ value }: Entry, origin: Origin): Written | null {
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
export interface Claims {
  readonly handles: Map<string, Claim>;
  readonly ids: Map<string, Claim>;
}

interface Claim {
  readonly name: string;
  readonly place: Place;
}

export function checkHandle(
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

export function unknownConnection(
  { key, at }: Entry,
  origin: Origin,
  connections: ReadonlyMap<string, Platform>,
  findings: Findings,
): void {
  const known = [...connections.keys()];
  const message = `${quote(key)} is no connection${meant(key, known) || "."} Known: ${known.join(", ")}.`;
  findings.add("config/connection", { origin, at }, message);
}
