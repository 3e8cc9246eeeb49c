import { type At, bool, entries, field, given, isRecord, optional } from "../shape.ts";

/** What an object can say of itself, each computed only where somebody asks. */
export type FieldSet = Readonly<Record<string, () => unknown>>;

export interface Describable {
  /** Told without being asked for. */
  readonly standard: FieldSet;
  /** Told on request only: by `fields`, or by a switch of the same name at the top of the input. */
  readonly onRequest?: FieldSet;
}

/** What a describe input asks for. */
export interface Wanted {
  /** The standard fields, except where `named` says no. */
  readonly standard: boolean;
  readonly named: ReadonlyMap<string, boolean>;
}

/**
 * Reads a describe input (dnanexus.md §3): `fields` names exactly what is wanted, on top of the standard ones if
 * `defaultFields` says so. Without `fields`, switches of old name what is wanted besides the standard ones.
 */
function readWanted(input: At): Wanted {
  const fields = field(input, "fields");
  const standard = optional(field(input, "defaultFields"), bool) ?? !given(fields);
  if (given(fields)) {
    return { standard, named: new Map(entries(fields).map(([name, on]) => [name, bool(on)])) };
  }
  const switches = entries(input).filter(([name, on]) => name !== "defaultFields" && on.value === true);
  return { standard, named: new Map(switches.map(([name]) => [name, true])) };
}

/** The same for the `describe` of a find route: true, false, or an input. Null where nothing is wanted. */
export function readWantedBy(body: At): Wanted | null {
  const at = field(body, "describe");
  if (!given(at) || at.value === false) return null;
  if (at.value === true) return { standard: true, named: new Map() };
  return isRecord(at.value) ? readWanted(at) : at.fail(at.path, "must be true, false or a map");
}

/**
 * What is wanted of an object. Names that nobody knows are ignored, since the set grows (§6.22), and the id
 * always comes.
 */
export function tell({ standard, named }: Wanted, of: Describable): Record<string, unknown> {
  const told: Record<string, unknown> = {};
  for (const [name, compute] of Object.entries(of.standard)) {
    if (name === "id" || (named.get(name) ?? standard)) told[name] = compute();
  }
  for (const [name, compute] of Object.entries(of.onRequest ?? {})) {
    if (named.get(name) === true) told[name] = compute();
  }
  return told;
}

/** Both at once, for a describe route. */
export function describe(input: At, of: Describable): Record<string, unknown> {
  return tell(readWanted(input), of);
}
