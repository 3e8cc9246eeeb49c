import { type At, bool, entries, field, given, isRecord, optional } from "../shape.ts";

/** What an object can say of itself, each computed only where somebody asks. */
export type FieldSet = Readonly<Record<string, () => unknown>>;

export interface Describable {
  /** Told without being asked for. */
  readonly standard: FieldSet;
  /** Told on request only: by `fields`, or by a switch of the same name at the top of the body. */
  readonly onRequest?: FieldSet;
}

/**
 * What a describe input asks for (dnanexus.md §3): `fields` names exactly what is wanted, on top of the
 * standard ones if `defaultFields` says so. Switches of old are ignored where `fields` is present. Names that
 * nobody knows are ignored: the set grows (§6.22). The id always comes.
 */
export function describe(input: At, { standard, onRequest = {} }: Describable): Record<string, unknown> {
  const fields = field(input, "fields");
  const wanted = new Map<string, boolean>([["id", true]]);
  if (optional(field(input, "defaultFields"), bool) ?? !given(fields)) {
    for (const name of Object.keys(standard)) wanted.set(name, true);
  }
  if (given(fields)) {
    for (const [name, on] of entries(fields)) wanted.set(name, bool(on) || name === "id");
  } else {
    for (const name of Object.keys(onRequest)) {
      if (field(input, name).value === true) wanted.set(name, true);
    }
  }
  const result: Record<string, unknown> = {};
  for (const [name, on] of wanted) {
    const compute = own(standard, name) ?? own(onRequest, name);
    if (on && compute !== undefined) result[name] = compute();
  }
  return result;
}

function own(set: FieldSet, name: string): (() => unknown) | undefined {
  return Object.hasOwn(set, name) ? set[name] : undefined;
}

/** The describe input inside a find route: true, false, or an input of its own. Null where nothing is wanted. */
export function describeInput(body: At): At | null {
  const at = field(body, "describe");
  if (!given(at) || at.value === false) return null;
  if (at.value === true) return { ...at, value: {} };
  return isRecord(at.value) ? at : at.fail(at.path, "must be true, false or a map");
}
