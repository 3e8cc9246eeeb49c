import type { Condition, Policy, Requirement, Scalar, Stated } from "../../model/policy.ts";
import type { Findings } from "../findings.ts";
import { type Entry, entryOf, type Node, type Origin, sourceOf } from "../node.ts";
import { quote } from "../words.ts";

/** So many ways to read a pattern as there are places for its `**`. */
const mostGaps = 3;

/** What the schema of policies cannot say. Looks only at what has the right form. */
export function checkPolicies(root: Node, origin: Origin, findings: Findings): void {
  for (const policy of entriesOf(entryOf(root, "policies")?.value)) {
    for (const member of entriesOf(policy.value)) {
      if (member.key === "for" || member.key === "except") checkPatterns(member.value, origin, findings);
      if (member.key === "files") checkFiles(member.value, origin, findings);
      if (member.key === "count") checkCount(member.value, origin, findings);
    }
  }
}

function checkPatterns(node: Node, origin: Origin, findings: Findings): void {
  for (const { value, at } of textsOf(node)) {
    if (value.split("**").length - 1 <= mostGaps) continue;
    const message = `${quote(value)} holds ** more than ${mostGaps} times; write several patterns, or * where one part is meant.`;
    findings.add("config/wrong-value", { origin, at }, message);
  }
}

function checkFiles(node: Node, origin: Origin, findings: Findings): void {
  for (const { value, at } of textsOf(node)) {
    if (!/(^|\/)\.\.?(\/|$)/.test(value)) continue;
    const message = `${quote(value)} means no file: write it relative to the folder, without . and .. in it.`;
    findings.add("config/wrong-value", { origin, at }, message);
  }
}

function checkCount(node: Node, origin: Origin, findings: Findings): void {
  const [minimum, maximum] = ["minimum", "maximum"].map((name) => entryOf(node, name)?.value);
  const [least, most] = [numberOf(minimum), numberOf(maximum)];
  if (least === null || most === null || least <= most || maximum === undefined) return;
  const message = `maximum is ${most}, below the minimum ${least}: no collection could hold so many.`;
  findings.add("config/wrong-value", { origin, at: maximum.at }, message);
}

/** The policies of settings that the checks have let through. */
export function readPolicies(root: Node, origin: Origin): readonly Policy[] {
  return entriesOf(entryOf(root, "policies")?.value).map(({ key, value }) => policyOf(key, value, origin));
}

function policyOf(name: string, node: Node, origin: Origin): Policy {
  const list = (member: string) => textsOf(entryOf(node, member)?.value).map((each) => stated(each, origin));
  const description = entryOf(node, "description")?.value;
  const severity = entryOf(node, "severity")?.value;
  return {
    name,
    ...(description?.type === "scalar" ? { description: String(description.value) } : {}),
    severity: severity?.type === "scalar" && severity.value === "warning" ? "warning" : "error",
    for: list("for"),
    where: conditionsOf(entryOf(node, "where")?.value, origin),
    except: list("except"),
    requirements: entriesOf(node).flatMap((entry) => requirementOf(entry, origin) ?? []),
  };
}

function requirementOf({ key, at, value }: Entry, origin: Origin): Requirement | null {
  const source = sourceOf(origin, at, key);
  switch (key) {
    case "files":
    case "keys":
    case "notKeys":
      return { type: key, patterns: textsOf(value).map((each) => stated(each, origin)) };
    case "values":
      return { type: key, values: conditionsOf(value, origin) };
    case "expires":
      return { type: key, within: numberOf(entryOf(value, "within")?.value) ?? 0, source };
    case "count": {
      const [minimum, maximum] = ["minimum", "maximum"].map((name) => numberOf(entryOf(value, name)?.value));
      return { type: key, minimum: minimum ?? 0, maximum: maximum ?? null, source };
    }
    default:
      return null;
  }
}

function conditionsOf(node: Node | undefined, origin: Origin): readonly Condition[] {
  return entriesOf(node).map(({ key, at, value }) => ({
    attribute: stated({ value: key, at }, origin),
    values: itemsOf(value).flatMap((item) =>
      item.type === "scalar" ? [stated({ value: item.value, at: item.at }, origin)] : [],
    ),
  }));
}

function stated<T extends Scalar>({ value, at }: { value: T; at: number }, origin: Origin): Stated<T> {
  return { value, source: sourceOf(origin, at, String(value)) };
}

/** A list, or the one item that stands for a list of it. */
function itemsOf(node: Node | undefined): readonly Node[] {
  if (node === undefined) return [];
  return node.type === "list" ? node.items : [node];
}

function textsOf(node: Node | undefined): readonly { readonly value: string; readonly at: number }[] {
  return itemsOf(node).flatMap((item) =>
    item.type === "scalar" && typeof item.value === "string" ? [{ value: item.value, at: item.at }] : [],
  );
}

function entriesOf(node: Node | undefined): readonly Entry[] {
  return node?.type === "map" ? node.entries : [];
}

function numberOf(node: Node | undefined): number | null {
  return node?.type === "scalar" && typeof node.value === "number" ? node.value : null;
}
