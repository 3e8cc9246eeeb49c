/**
 * Addresses in Terraform: Charter's own, and behind a question mark what an address alone cannot tell. Every part can have
 * such an ending: `acme?id=O-7/projects/raw-data?id=P-1` is the object P-1 in O-7, whatever the two are called. Values are
 * encoded, so that the last question mark of a part is the one.
 *
 * | parameter | of | says |
 * | --- | --- | --- |
 * | `id` | what has a label | the platform's own id |
 * | `name`, and attributes that tell objects of one name apart | what has a label, for import | which object has the label |
 * | `expires`, in a collection `expires.KEY` | what can end, for import | the last day |
 * | `unset` | what can have no value, for import | what shall have none, with commas between |
 */
import { type Address, decodePart, encodePart } from "../model/address.ts";

export interface ImportId {
  /** Up to the last part, with the endings of those before it. */
  readonly address: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** What could end or divide a parameter, and what Terraform's own syntax could read. */
const special = /[%?&=#"$/\s]/g;

function encode(text: string): string {
  return text.replace(special, encodeURIComponent);
}

export function formatImportId({ address, parameters }: ImportId): string {
  const all = [...parameters].map(([name, value]) => `${encode(name)}=${encode(value)}`);
  // An address that looks as if it had parameters has one that says nothing.
  const ending =
    all.length === 0 && parse(address) !== null ? "?as=is" : all.length === 0 ? "" : `?${all.join("&")}`;
  return `${address}${ending}`;
}

export function parseImportId(text: string): ImportId {
  return parse(text) ?? { address: text, parameters: new Map() };
}

const parameter = /^([a-z][a-z_]*(?:\.[^=&?]+)?)=([^=&?]*)$/;

function parse(text: string): ImportId | null {
  const mark = text.lastIndexOf("?");
  if (mark < 0 || mark < text.lastIndexOf("/")) return null;
  const parameters = new Map<string, string>();
  for (const part of text.slice(mark + 1).split("&")) {
    const found = parameter.exec(part);
    if (found === null) return null;
    const [name, value] = [found[1], found[2]].map((each) => decode(each ?? ""));
    if (name === undefined || value === undefined) return null;
    parameters.set(name, value);
  }
  return { address: text.slice(0, mark), parameters };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** A key on the way, with its own ending. */
export interface KeyText {
  readonly key: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** Reads one part of an address that is a key. */
export function parseKey(part: string): KeyText {
  const { address, parameters } = parseImportId(part);
  return { key: decodePart(address), parameters };
}

/** The part of an address for a key; with the platform's own id where that says which one is meant. */
export function formatKey(key: string, id?: string): string {
  const parameters = new Map(id === undefined ? [] : [["id", id]]);
  return formatImportId({ address: encodePart(key), parameters });
}

/** Charter's own address: every ending is left out. */
export function plainAddress(text: string): Address {
  return text
    .split("/")
    .map((part, index) => (index % 2 === 0 ? encodePart(parseKey(part).key) : part))
    .join("/");
}
