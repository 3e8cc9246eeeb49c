/**
 * Differences between configuration and live state, turned round: what has to become of the entries of the files, so
 * that they say what is live. Pure.
 *
 * | written | live | becomes |
 * | --- | --- | --- |
 * | present | no | the entry goes, with all below it |
 * | present | differs | the live values, where values are written |
 * | absent | yes | present, with the live values |
 * | expired | yes | left as it is, with a warning: taking the date out would make passing access lasting |
 * | any | yes, of somebody who is gone | left as it is, with a warning |
 * | no | yes, in an authoritative collection | an entry |
 * | any | cannot be read | left as it is, with a warning |
 */
import { formOf } from "../../config/form.ts";
import type { EntryChange } from "../../config/merge.ts";
import { minimal } from "../../config/minimal.ts";
import { isKey } from "../../config/write.ts";
import { type Address, homeOf, parentOf } from "../../model/address.ts";
import type { DesiredState } from "../../model/configuration.ts";
import type { Finding } from "../../model/finding.ts";
import { attributesOf, type Kind } from "../../model/kind.ts";
import { kindOf, type Platform } from "../../model/platform.ts";
import {
  type Desired,
  emptyAttributes,
  placeOf,
  type Resource,
  type Unreadable,
} from "../../model/resource.ts";
import type { StateView } from "../../model/state.ts";
import type { Diff } from "../../plan/diff.ts";
import { formNamed } from "./form.ts";

/** What has to become of one entry. */
export interface Edit {
  readonly type: "add" | "change" | "remove";
  readonly change: EntryChange;
  /** The same as the file spells it, where it speaks of people by name. */
  readonly inFile?: EntryChange;
  /** For a change: the attributes that differ, sorted. */
  readonly names: readonly string[];
}

export interface Turned {
  /** In order of their addresses. */
  readonly edits: readonly Edit[];
  readonly findings: readonly Finding[];
}

export interface TurnInput {
  readonly platform: Platform;
  readonly desired: DesiredState;
  readonly live: StateView;
  readonly unknown: readonly Unreadable[];
  readonly found: Diff;
}

/** Turns round everything but unmanaged containers. Organizations that are not live are the caller's business. */
export function turnRound({ platform, desired, live, unknown, found }: TurnInput): Turned {
  const edits: Edit[] = [];
  const findings: Finding[] = [];
  const gone = new Set<Address>();
  const hidden = new Set(unknown.map(placeOf));
  for (const change of found.changes) {
    const { address } = change;
    const written = desired.resources.get(address);
    const there = live.get(address);
    if (change.action === "create") {
      // What the actor could only see after a change of its own is still unread.
      if (parentOf(address) === null || isUnder(address, hidden)) continue;
      if (!isUnder(parentOf(address) ?? "", gone)) {
        edits.push({ type: "remove", change: { address, resource: null }, names: [] });
      }
      gone.add(address);
    } else if (there === undefined) {
      throw new Error(`${address} changes and is not live`);
    } else if (change.reason === "left" || (change.reason === "expired" && written === undefined)) {
      findings.push(departed(address, change.key, written));
    } else if (written === undefined) {
      const added = addition(platform, there, there.key, findings);
      if (added !== null) edits.push({ type: "add", change: { address, resource: added }, names: [] });
    } else if (written.absentBecause === "expired") {
      findings.push(expired(written));
    } else {
      const edit = alteration(kindOf(platform, change.kind), platform, written, there, findings, {
        differ: change.attributes.map(({ name }) => name),
        absent: change.action === "delete",
      });
      if (edit !== null) edits.push(edit);
    }
  }
  return { edits, findings };
}

/** Whether an address, or what holds it, is among these places. */
function isUnder(address: Address, places: ReadonlySet<Address>): boolean {
  if (places.size === 0) return false;
  for (let at: Address | null = address; at !== null && at !== ""; at = parentOf(at)) {
    if (places.has(at) || places.has(homeOf(at) ?? "")) return true;
  }
  return false;
}

/** The entry that a live resource gets; null, and a warning, where no file can hold it. */
export function addition(
  platform: Platform,
  live: Resource,
  key: string,
  findings: Finding[],
): Resource | null {
  const { address } = live;
  const form = formNamed(formOf(platform), live.kind);
  if (!isKey(form, key)) {
    const message = `${address} is left out: no file can hold its key.`;
    findings.push({ code: "import/unwritable", severity: "warning", message, address });
    return null;
  }
  const { unwritable } = minimal(form, live.attributes);
  const needed = unwritable.find(
    (name) => form.required.includes(name) || form.kind.labelled?.nameAttribute === name,
  );
  if (needed !== undefined) {
    const message = `${address} is left out: its ${needed} holds characters that no file can hold.`;
    findings.push({ code: "import/unwritable", severity: "warning", message, address });
    return null;
  }
  for (const name of unwritable) findings.push(unwritten(address, name, undefined));
  return live;
}

function alteration(
  kind: Kind,
  platform: Platform,
  written: Desired,
  live: Resource,
  findings: Finding[],
  { differ, absent }: { readonly differ: readonly string[]; readonly absent: boolean },
): Edit | null {
  const { unwritable } = minimal(formNamed(formOf(platform), kind.name), live.attributes);
  const attributes = emptyAttributes();
  const names: string[] = [];
  for (const [name, attribute] of attributesOf(kind)) {
    const value = live.attributes[name];
    const implied = !attribute.required && kind.implied?.(live.attributes, name) === true;
    const unset = value === null && !attribute.nullable && attribute.default === undefined;
    if (value !== undefined && !attribute.secret && !implied && !unset && !unwritable.includes(name)) {
      attributes[name] = value;
    } else if (differ.includes(name) && !implied) {
      findings.push(unwritten(written.address, name, written, value === undefined || unset));
      continue;
    }
    if (differ.includes(name)) names.push(name);
  }
  if (names.length === 0 && !absent) return null;
  const resource = { address: live.address, kind: live.kind, key: live.key, attributes };
  return {
    type: "change",
    change: { address: written.address, resource },
    names: absent ? ["state", ...names] : names,
  };
}

function placed(written: Desired | undefined): Pick<Finding, "position" | "excerpt"> {
  const position = written?.source?.position();
  const excerpt = written?.source?.excerpt();
  return { ...(position === undefined ? {} : { position }), ...(excerpt === undefined ? {} : { excerpt }) };
}

function unwritten(address: Address, name: string, written: Desired | undefined, unset = false): Finding {
  const why = unset
    ? "the platform shows no value for it"
    : "its live value holds characters that no file can hold";
  const left = written === undefined ? "is left out" : "is left as it is written";
  return {
    code: "import/unwritable",
    severity: "warning",
    message: `${name} of ${address} ${left}: ${why}.`,
    address,
    ...placed(written),
  };
}

function expired(written: Desired): Finding {
  return {
    code: "import/expired",
    severity: "warning",
    message: `${written.address} expired on ${written.expires ?? "a day of the past"} and is still live. The entry is left as it is: charter apply ends it; change its expires if it shall go on.`,
    address: written.address,
    ...placed(written),
  };
}

function departed(address: Address, key: string, written: Desired | undefined): Finding {
  return {
    code: "import/gone",
    severity: "warning",
    message: `${address} is live and belongs to somebody who is gone (${key}). Nothing is written for it: charter apply ends it.`,
    address,
    ...placed(written),
  };
}
