import type { Address } from "../model/address.ts";
import { addressOf, holderOf, homeOf } from "../model/address.ts";
import type { Person } from "../model/configuration.ts";
import { foldKey } from "../model/kind.ts";
import type { Desired } from "../model/resource.ts";
import { sentence } from "../model/text.ts";
import { earlier, isDay } from "./days.ts";
import type { Findings, Place } from "./findings.ts";
import { placeText } from "./findings.ts";
import type { CommonName, Form } from "./form.ts";
import { keyText, type Node, type Origin } from "./node.ts";
import { show } from "./sentences.ts";
import type { Former, Walk } from "./walk.ts";
import { either, meant, quote } from "./words.ts";

/** What every resource can have besides its attributes. */
export interface Common {
  id?: string;
  state?: "present" | "absent";
  expires?: string;
  previously?: readonly string[];
}

const states = ["present", "absent"] as const;

/** Reads `id`, `state`, `expires` or `previously` of the resource at `address`. */
export function readCommon(
  walk: Walk,
  form: Form,
  address: Address,
  name: CommonName,
  node: Node,
  origin: Origin,
  into: Common,
): void {
  const place = { origin, at: node.at };
  if (node.type === "scalar" && node.value === null) {
    walk.findings.add("config/null", place, `${name} has no value; write one or leave the line out.`, {
      address,
    });
    return;
  }
  switch (name) {
    case "id": {
      const id = keyText(node);
      if (id === null || id === "")
        wrongType(walk, place, address, "id is the platform's own id: write it as text.");
      else into.id = id;
      return;
    }
    case "state": {
      const state = states.find((each) => node.type === "scalar" && each === node.value);
      if (state !== undefined) into.state = state;
      else {
        const near =
          node.type === "scalar" && typeof node.value === "string" ? meant(node.value, states) : "";
        const message = `state is ${showNode(node)}${near || "."} Allowed: ${states.join(", ")}.`;
        walk.findings.add("config/unknown-value", place, message, { address });
      }
      return;
    }
    case "expires": {
      const day = node.type === "scalar" && typeof node.value === "string" ? node.value : null;
      if (day !== null && isDay(day)) into.expires = day;
      else {
        const message = `expires is ${showNode(node)}; write the last day on which it holds as YYYY-MM-DD, a day of the calendar.`;
        walk.findings.add("config/expires", place, message, { address });
      }
      return;
    }
    case "previously":
      into.previously = readPreviously(walk, form, address, node, origin);
  }
}

function readPreviously(
  walk: Walk,
  form: Form,
  address: Address,
  node: Node,
  origin: Origin,
): readonly string[] {
  if (node.type !== "list") {
    const example = node.type === "scalar" ? `[${node.text}]` : "[old-key]";
    wrongType(
      walk,
      { origin, at: node.at },
      address,
      `previously is a list of former keys: write ${example}.`,
    );
    return [];
  }
  const keys: string[] = [];
  for (const item of node.items) {
    const place = { origin, at: item.at };
    const written = keyText(item);
    if (written === null || written === "") {
      wrongType(walk, place, address, `previously holds ${showNode(item)}; write the former key as text.`);
    } else if (form.pattern !== null && !form.pattern.test(written)) {
      const message = `${quote(written)} cannot have been a key here: ${sentence(form.kind.key.description)}`;
      walk.findings.add("config/wrong-key", place, message, { address });
    } else {
      const key = foldKey(form.kind, written);
      keys.push(key);
      walk.former.push({ form, home: homeOf(address), key, owner: address, place });
    }
  }
  return keys;
}

/** Former keys must be free and claimed once: otherwise nobody could tell which object is meant. */
export function checkFormer(
  former: readonly Former[],
  present: { readonly has: (address: Address) => boolean },
  findings: Findings,
): void {
  const claimed = new Map<Address, Place>();
  for (const { form, home, key, place, owner } of former) {
    const parent = home === null ? null : holderOf(home);
    const address = addressOf(parent, form.kind.collection, key);
    const first = claimed.get(address);
    const options = { address: owner };
    if (first !== undefined) {
      const message = `${quote(key)} is claimed as a former key twice: here and at ${placeText(first)}; keep one of them.`;
      findings.add("config/previously", place, message, options);
    } else if (present.has(address)) {
      const message = `${quote(key)} is still a key of this collection; a former key must be free.`;
      findings.add("config/previously", place, message, options);
    }
    if (first === undefined) claimed.set(address, place);
  }
}

/**
 * The common members as a resource holds them. A time that has run out means absent, and so does that its person has
 * left; of two ends the earlier one counts.
 */
export function standing(
  common: Common,
  today: string,
  person: Person | undefined,
): Pick<Desired, "state" | "absentBecause" | "expires"> {
  const end = earlier(common.expires, person?.expires);
  const expires = end === undefined ? {} : { expires: end };
  if (common.state === "absent") return { state: "absent", absentBecause: "configured", ...expires };
  if (person?.gone === "left") return { state: "absent", absentBecause: "left", ...expires };
  // Both are YYYY-MM-DD, so that text order is time order; the day itself still counts.
  if (end !== undefined && end < today) return { state: "absent", absentBecause: "expired", ...expires };
  return common.state === undefined ? expires : { state: common.state, ...expires };
}

function wrongType(walk: Walk, place: Place, address: Address, message: string): void {
  walk.findings.add("config/wrong-type", place, message, { address });
}

/** A node in a sentence. */
export function showNode(node: Node): string {
  switch (node.type) {
    case "map":
      return "a map";
    case "list":
      return "a list";
    case "scalar":
      return node.value === null ? "nothing" : typeof node.value === "string" ? show(node.value) : node.text;
  }
}

/** What a collection of a kind may be written as, for sentences. */
export function collectionForms(form: Form): string {
  return either(["a map", ...(form.list ? ["a list of keys"] : [])]);
}
