/** What core demands of objects that a provider hands over: their type, and what may never stand in a state. */
import { type Path, type TfObject, type TfValue, unknown } from "../../../src/terraform/contract.ts";
import { type Attributes, isNested, type Schema } from "../../../src/terraform/schema/types.ts";
import { CoreError } from "./error.ts";
import { at, pathText } from "./path.ts";
import { conform, isList, isObject, own, TypeProblem } from "./values.ts";

/** The object as core decodes it, or null. `unwell`: what core says where its type is another. */
export function received(
  { attributes }: Schema,
  value: TfObject | null,
  unwell: readonly [summary: string, detail: string],
): TfObject | null {
  if (value === null) return null;
  try {
    return conform(attributes, value);
  } catch (error) {
    if (error instanceof TypeProblem) throw new CoreError(unwell[0], `${unwell[1]}: ${error.message}`);
    throw error;
  }
}

/** Throws where a write-only attribute has a value. `when`: "during planning". */
export function expectNothingWritten(
  { attributes }: Schema,
  value: TfObject | null,
  summary: string,
  when: string,
): void {
  for (const path of writtenIn(attributes, value, [])) {
    throw new CoreError(
      summary,
      `The provider returned a value for the write-only attribute "${pathText(path)}" ${when}`,
    );
  }
}

function writtenIn(attributes: Attributes, value: TfValue, path: Path): readonly Path[] {
  if (!isObject(value)) return [];
  return [...attributes].flatMap(([name, attribute]): readonly Path[] => {
    const where = at(path, { attribute: name });
    const held = own(value, name);
    if (attribute.writeOnly === true) return held === null ? [] : [where];
    if (!isNested(attribute)) return [];
    if (attribute.nesting === "single") return writtenIn(attribute.attributes, held, where);
    if (isList(held)) {
      return held.flatMap((each, index) => writtenIn(attribute.attributes, each, at(where, { index })));
    }
    return isObject(held)
      ? Object.entries(held).flatMap(([key, each]) =>
          writtenIn(attribute.attributes, each, at(where, { key })),
        )
      : [];
  });
}

/** Where values are unknown. */
export function unknownIn(value: TfValue, path: Path = []): readonly Path[] {
  if (value === unknown) return [path];
  if (isList(value)) return value.flatMap((each, index) => unknownIn(each, at(path, { index })));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, each]) => unknownIn(each, at(path, { attribute: name })));
}

/** What a read gave: an object of the type without unknown or write-only values, or null. */
export function readResult(schema: Schema, value: TfObject | null): TfObject | null {
  const summary = "Provider produced invalid object";
  const state = received(schema, value, [summary, "The provider planned an invalid value during refresh"]);
  expectNothingWritten(schema, state, summary, "during refresh");
  for (const path of unknownIn(state)) {
    throw new CoreError(
      summary,
      `The provider returned an unknown value for ${pathText(path)} during refresh`,
    );
  }
  return state;
}

/** What an import gave, where it told no error. */
export function importResult(schema: Schema, id: string, value: TfObject | null): TfObject {
  if (value === null) {
    throw new CoreError(
      "Import returned null resource",
      `While attempting to import with ID "${id}", the provider returned an instance with no state.`,
    );
  }
  const state = received(schema, value, ["Import failed", "The provider returned an invalid object"]);
  expectNothingWritten(
    schema,
    state,
    "Import returned a non-null value for a write-only attribute",
    "on import",
  );
  for (const path of unknownIn(state)) {
    throw new CoreError("Import failed", `The provider returned an unknown value for ${pathText(path)}`);
  }
  return state ?? value;
}

/** What an upgrade of a former state gave. */
export function upgradeResult(schema: Schema, value: TfObject): TfObject {
  const summary = "Invalid resource state upgrade";
  const state = received(schema, value, [
    summary,
    "The provider upgraded the state from a previous version, but produced an invalid result",
  ]);
  expectNothingWritten(schema, state, summary, "while upgrading");
  for (const path of unknownIn(state)) {
    throw new CoreError(summary, `The provider left ${pathText(path)} unknown while upgrading`);
  }
  return state ?? value;
}
