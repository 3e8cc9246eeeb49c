/**
 * The id with which something live is imported: its address, and behind a question mark what the address alone cannot
 * tell: `org-acme/projects/raw-data?name=Raw%20data&region=aws:us-east-1`. Values are encoded, so that the last question mark
 * is the one.
 *
 * | parameter | says |
 * | --- | --- |
 * | `id` | the platform's own id |
 * | `name`, and attributes that tell objects of one name apart | which object has the label |
 * | `expires`, of an element `expires.KEY` | the last day |
 * | `unset` | what shall have no value, with commas between |
 */
import type { Address } from "../model/address.ts";

export interface ImportId {
  readonly address: Address;
  readonly parameters: ReadonlyMap<string, string>;
}

/** What could end or divide a parameter, and what Terraform's own syntax could read. */
const special = /[%?&=#"$\s]/g;

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
  if (mark < 0) return null;
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
