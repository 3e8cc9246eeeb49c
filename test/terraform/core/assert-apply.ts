/** What core demands of a result: what was known when it was planned has come true. */
import { type Path, type TfObject, type TfValue, unknown } from "../../../src/terraform/contract.ts";
import {
  type Attribute,
  type Attributes,
  isNested,
  type Schema,
} from "../../../src/terraform/schema/types.ts";
import { at, problem } from "./path.ts";
import { isList, isObject, isWhollyKnown, own } from "./values.ts";
import { words } from "./words.ts";

/** The problems of a result, in core's words; none where it is compatible. All values must have been conformed. */
export function resultProblems(
  { attributes }: Schema,
  planned: TfObject | null,
  actual: TfObject | null,
): readonly string[] {
  if (planned === null && actual !== null) return [problem([], "was absent, but now present")];
  if (planned !== null && actual === null) return [problem([], "was present, but now absent")];
  return planned === null ? [] : ofAttributes(attributes, planned, actual, []);
}

function ofAttributes(
  attributes: Attributes,
  planned: TfValue,
  actual: TfValue,
  path: Path,
): readonly string[] {
  return [...attributes].flatMap(([name, attribute]) => {
    const where = at(path, { attribute: name });
    const problems = ofValue(attribute, own(planned, name), own(actual, name), where);
    if (attribute.sensitive !== true || problems.length === 0) return problems;
    return [problem(where, "inconsistent values for sensitive attribute")];
  });
}

function ofValue(attribute: Attribute, planned: TfValue, actual: TfValue, path: Path): readonly string[] {
  if (planned === unknown) return [];
  if (actual === null) {
    return planned === null ? [] : [problem(path, `was ${words(attribute, planned)}, but now null`)];
  }
  if (planned === null) return [problem(path, `was null, but now ${words(attribute, actual)}`)];
  if (actual === unknown) return [problem(path, "was known, but now unknown")];
  if (isNested(attribute)) {
    if (attribute.nesting === "single") return ofAttributes(attribute.attributes, planned, actual, path);
    return ofMembers(planned, actual, path, (before, after, where) =>
      before === unknown ? [] : ofElement(attribute, before, after, where),
    );
  }
  const { type } = attribute;
  if (typeof type === "string") {
    return planned === actual
      ? []
      : [problem(path, `was ${words(attribute, planned)}, but now ${words(attribute, actual)}`)];
  }
  if (type[0] === "set") return ofSet(attribute, planned, actual, path);
  const element: Attribute = { type: "string", mode: "required", description: "" };
  return ofMembers(planned, actual, path, (before, after, where) => ofValue(element, before, after, where));
}

function ofElement(attribute: Attribute, planned: TfValue, actual: TfValue, path: Path): readonly string[] {
  if (planned === null || actual === null) {
    if (planned === actual) return [];
    return [problem(path, planned === null ? "was absent, but now present" : "was present, but now absent")];
  }
  return isNested(attribute) ? ofAttributes(attribute.attributes, planned, actual, path) : [];
}

type Compare = (planned: TfValue, actual: TfValue, path: Path) => readonly string[];

/** Of a map or a list. */
function ofMembers(planned: TfValue, actual: TfValue, path: Path, compare: Compare): readonly string[] {
  if (isList(planned) && isList(actual)) {
    if (planned.length !== actual.length) {
      return [
        problem(
          path,
          actual.length > planned.length
            ? `new element cty.NumberIntVal(${planned.length}) has appeared`
            : `element cty.NumberIntVal(${actual.length}) has vanished`,
        ),
      ];
    }
    return planned.flatMap((each, index) => compare(each, actual[index] ?? null, at(path, { index })));
  }
  if (!isObject(planned) || !isObject(actual)) return [problem(path, "wrong final value type")];
  const appeared = Object.keys(actual).filter((key) => !Object.hasOwn(planned, key));
  return [
    ...Object.keys(planned).flatMap((key) =>
      Object.hasOwn(actual, key)
        ? compare(own(planned, key), own(actual, key), at(path, { key }))
        : [problem(path, `element ${JSON.stringify(key)} has vanished`)],
    ),
    ...appeared.map((key) => problem(path, `new element ${JSON.stringify(key)} has appeared`)),
  ];
}

/** Unknown elements may become any, and several may become one. */
function ofSet(attribute: Attribute, planned: TfValue, actual: TfValue, path: Path): readonly string[] {
  if (!isList(planned) || !isList(actual)) return [problem(path, "wrong final value type")];
  const open = !isWhollyKnown(planned);
  const vanished = planned.filter((each) => each !== unknown && !actual.includes(each));
  const appeared = open ? [] : actual.filter((each) => !planned.includes(each));
  return [
    ...vanished.map((each) =>
      problem(
        path,
        `planned set element ${words(attribute, each)} does not correlate with any element in actual`,
      ),
    ),
    ...appeared.map((each) =>
      problem(
        path,
        `actual set element ${words(attribute, each)} does not correlate with any element in plan`,
      ),
    ),
    ...(open && actual.length > planned.length
      ? [problem(path, `length changed from ${planned.length} to ${actual.length}`)]
      : []),
  ];
}
