/** Where a resource stands: addresses in Terraform's attributes, taken apart. */
import { type Address, addressOf, collectionOf } from "../../model/address.ts";
import type { Manage } from "../../model/kind.ts";
import { foldKey, type Kind } from "../../model/kind.ts";
import { kindOf, type Platform, rootKind } from "../../model/platform.ts";
import type { Attributes, Desired } from "../../model/resource.ts";
import { formatKey, parseKey } from "../import-id.ts";
import { snake } from "../schema/names.ts";
import { exampleAddress } from "../schema/resources.ts";

/** One resource of a path. */
export interface Step {
  readonly kind: Kind;
  /** As it is written. */
  readonly written: string;
  /** As the platform spells it. */
  readonly key: string;
  readonly address: Address;
  /** What stands behind the question mark. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** The resources of an address, from the organization down; null where it is no address of this kind. */
export function stepsOf(platform: Platform, kind: Kind, text: string): readonly Step[] | null {
  const steps = writtenSteps(platform, kind, text);
  return steps?.every((each) => isKey(each.kind, each.written)) ? steps : null;
}

/** The same for what is still to be looked at: keys may be none. */
export function writtenSteps(platform: Platform, kind: Kind, text: string): readonly Step[] | null {
  const kinds: Kind[] = [kind];
  for (let each = kind; each.parent !== null; ) {
    each = kindOf(platform, each.parent);
    kinds.unshift(each);
  }
  const parts = text.split("/");
  if (parts.length !== 2 * kinds.length - 1 || parts.includes("")) return null;
  const steps: Step[] = [];
  for (const [index, each] of kinds.entries()) {
    if (index > 0 && parts[2 * index - 1] !== each.collection) return null;
    const { key: written, parameters } = parseKey(parts[2 * index] ?? "");
    const key = foldKey(each, written);
    const parent = steps.at(-1)?.address ?? null;
    steps.push({ kind: each, written, key, address: addressOf(parent, each.collection, key), parameters });
  }
  return steps;
}

/** Whether it could be the key of such a resource. */
export function isKey({ key: { pattern } }: Kind, written: string): boolean {
  return written !== "" && (pattern === undefined || new RegExp(pattern, "u").test(written));
}

/** What a text should have been. */
export function addressAdvice(platform: Platform, kind: Kind): string {
  const example = exampleAddress(platform, kind);
  return kind === rootKind(platform)
    ? `Write the key of the organization, for example ${example}, or the id of its resource.`
    : `Write an address such as ${example}, or the id of the resource that it is.`;
}

/** Containers on the way, as far as matching needs them: nothing is written of them. */
export function desiredOfSteps(steps: readonly Step[]): readonly Desired[] {
  return steps.map((step) => {
    const { kind, key, address, parameters } = step;
    const id = kind.labelled === undefined ? undefined : parameters.get("id");
    return {
      address,
      kind: kind.name,
      key,
      attributes: tellingIn(step),
      ...(id === undefined ? {} : { id }),
    };
  });
}

/** The attributes by which a step can be found: its name, and what tells objects of one name apart. */
export function tellingIn({ kind, written, parameters }: Step): Attributes {
  const { labelled } = kind;
  if (labelled === undefined) return {};
  const others = (labelled.distinguishedBy ?? []).flatMap((name) => {
    const value = parameters.get(snake(name));
    return value === undefined ? [] : [[name, value] as const];
  });
  return { [labelled.nameAttribute]: parameters.get("name") ?? written, ...Object.fromEntries(others) };
}

/** The steps as a text that means the same objects wherever it is read. `idOf`: the id of what is not called as its label. */
export function textOfSteps(steps: readonly Step[], idOf: (step: Step) => string | undefined): string {
  return steps
    .map(
      (step, index) => `${index === 0 ? "" : `${step.kind.collection}/`}${formatKey(step.key, idOf(step))}`,
    )
    .join("/");
}

/** As it is written, without what only an import says. */
export function writtenText(steps: readonly Step[]): string {
  return textOfSteps(steps, ({ kind, parameters }) =>
    kind.labelled === undefined ? undefined : parameters.get("id"),
  );
}

/** The collections in which the steps stand below the organization. */
export function managedOfSteps(steps: readonly Step[]): readonly (readonly [Address, Manage])[] {
  return steps
    .slice(1)
    .map(({ kind }, index) => [collectionOf(steps[index]?.address ?? "", kind.collection), "additive"]);
}
