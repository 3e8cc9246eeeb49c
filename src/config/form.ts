import { type Attribute, isAttribute } from "../model/attribute.ts";
import { attributesOf, type Kind } from "../model/kind.ts";
import { childKinds, type Platform, rootKind } from "../model/platform.ts";

/** What a name means inside a resource of a kind. */
export type Member =
  | { readonly type: "attribute"; readonly name: string; readonly attribute: Attribute }
  | { readonly type: "group"; readonly name: string; readonly members: ReadonlyMap<string, Attribute> }
  | { readonly type: "collection"; readonly name: string; readonly form: Form }
  | { readonly type: "common"; readonly name: CommonName }
  | { readonly type: "header"; readonly name: HeaderName };

export type CommonName = "id" | "state" | "expires" | "previously";
type HeaderName = "$schema" | "platform" | "organization" | "connection" | "manage";

/** How resources of a kind are written, worked out once. */
export interface Form {
  readonly kind: Kind;
  /** By the name that stands in a file. */
  readonly members: ReadonlyMap<string, Member>;
  /** Dotted names of what must be written. */
  readonly required: readonly string[];
  readonly pattern: RegExp | null;
  /** A collection of it may be a plain list of keys. */
  readonly list: boolean;
  readonly shorthand: { readonly name: string; readonly attribute: Attribute } | null;
  /** The collections that its resources can hold, in the order of the kinds. */
  readonly collections: readonly Form[];
}

const headers: readonly HeaderName[] = ["$schema", "platform", "organization", "connection", "manage"];

const forms = new WeakMap<Platform, Form>();

/** The form of a platform's organizations, and through it of all its kinds. */
export function formOf(platform: Platform): Form {
  let form = forms.get(platform);
  if (form === undefined) {
    form = formOfKind(platform, rootKind(platform));
    forms.set(platform, form);
  }
  return form;
}

/** The members that every resource of a kind has besides its attributes. */
export function commonOf(kind: Kind): readonly CommonName[] {
  const id: readonly CommonName[] = kind.labelled !== undefined || kind.parent !== null ? ["id"] : [];
  const expires: readonly CommonName[] = kind.principal ? ["expires"] : [];
  return [...id, "state", ...expires, "previously"];
}

function formOfKind(platform: Platform, kind: Kind): Form {
  const members = new Map<string, Member>();
  const add = (member: Member): void => {
    if (members.has(member.name)) {
      throw new Error(
        `${platform.name}: ${member.name} of ${kind.name} means two things; rename the attribute`,
      );
    }
    members.set(member.name, member);
  };
  if (kind.parent === null) for (const name of headers) add({ type: "header", name });
  for (const name of commonOf(kind)) add({ type: "common", name });
  for (const [name, node] of Object.entries(kind.attributes)) {
    if (isAttribute(node)) add({ type: "attribute", name, attribute: node });
    else add({ type: "group", name, members: new Map(Object.entries(node)) });
  }
  const collections = childKinds(platform, kind.name).map((child) => formOfKind(platform, child));
  for (const form of collections) add({ type: "collection", name: form.kind.collection, form });

  const attributes = attributesOf(kind);
  const shorthand = kind.shorthand === undefined ? undefined : attributes.get(kind.shorthand);
  if (kind.shorthand !== undefined && shorthand === undefined) {
    throw new Error(`${platform.name}: the shorthand ${kind.shorthand} of ${kind.name} is not an attribute`);
  }
  return {
    kind,
    members,
    required: [...attributes].filter(([, attribute]) => attribute.required).map(([name]) => name),
    pattern: kind.key.pattern === undefined ? null : new RegExp(kind.key.pattern, "u"),
    list: attributes.size === 0,
    shorthand:
      kind.shorthand === undefined || shorthand === undefined
        ? null
        : { name: kind.shorthand, attribute: shorthand },
    collections,
  };
}

/** Every collection below a form by its dotted name, as `manage` names it: `projects`, `projects.grants`. */
export function collectionNames(form: Form, above = ""): ReadonlyMap<string, Kind> {
  const names = new Map<string, Kind>();
  for (const child of form.collections) {
    const name = `${above}${child.kind.collection}`;
    names.set(name, child.kind);
    for (const [inner, kind] of collectionNames(child, `${name}.`)) names.set(inner, kind);
  }
  return names;
}
