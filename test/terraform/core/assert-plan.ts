/** What core demands of a planned value: it is the configuration, but for what the provider may compute. */
import { type Path, type TfObject, type TfValue, unknown } from "../../../src/terraform/contract.ts";
import {
  type Attribute,
  type Attributes,
  isNested,
  type Nested,
  type Schema,
} from "../../../src/terraform/schema/types.ts";
import { at, problem } from "./path.ts";
import { isList, isObject, own, same } from "./values.ts";
import { words } from "./words.ts";

/** The problems of a plan, in core's words; none where it is valid. All values must have been conformed. */
export function planProblems(
  { attributes }: Schema,
  prior: TfObject | null,
  config: TfObject | null,
  planned: TfObject | null,
): readonly string[] {
  const there = existence(config, planned, []);
  if (there !== null) return [there];
  return config === null ? [] : ofAttributes(attributes, prior, config, planned, []);
}

function existence(config: TfValue, planned: TfValue, path: Path): string | null {
  if (planned === null && config !== null) {
    return problem(path, "planned for absence but config wants existence");
  }
  if (planned !== null && config === null) {
    return problem(path, "planned for existence but config wants absence");
  }
  return null;
}

function ofAttributes(
  attributes: Attributes,
  prior: TfValue,
  config: TfValue,
  planned: TfValue,
  path: Path,
): readonly string[] {
  return [...attributes].flatMap(([name, attribute]) =>
    ofValue(
      attribute,
      prior === unknown ? unknown : own(prior, name),
      config === unknown ? unknown : own(config, name),
      own(planned, name),
      at(path, { attribute: name }),
    ),
  );
}

function ofValue(
  attribute: Attribute,
  prior: TfValue,
  config: TfValue,
  planned: TfValue,
  path: Path,
): readonly string[] {
  if (attribute.writeOnly === true) {
    return planned === null ? [] : [problem(path, "returned a value for the write-only attribute")];
  }
  if (same(planned, config)) return [];
  // Kept as it was: the provider says that the two mean the same.
  if (config !== null && prior !== null && same(planned, prior)) return [];
  const computed = attribute.mode === "computed" || attribute.mode === "both";
  if (config === null) {
    if (computed) return [];
    // A nested value that nobody wrote.
    if (isNested(attribute)) return [problem(path, "planned for existence but config wants absence")];
    return [problem(path, `planned value ${shown(attribute, planned)} for a non-computed attribute`)];
  }
  if (isNested(attribute)) return ofNested(attribute, prior, config, planned, path);
  if (attribute.sensitive === true) {
    return [problem(path, "sensitive planned value does not match config value")];
  }
  const mismatch = `planned value ${words(attribute, planned)} does not match config value ${words(attribute, config)}`;
  return [
    problem(path, prior === null ? mismatch : `${mismatch} nor prior value ${words(attribute, prior)}`),
  ];
}

function shown(attribute: Attribute, value: TfValue): string {
  return attribute.sensitive === true ? "(sensitive)" : words(attribute, value);
}

function ofNested(
  { nesting, attributes }: Nested,
  prior: TfValue,
  config: TfValue,
  planned: TfValue,
  path: Path,
): readonly string[] {
  const there = existence(config, planned, path);
  if (there !== null) return [there];
  if (planned === unknown) {
    return config === unknown ? [] : [problem(path, "planned unknown for configured value")];
  }
  if (config === unknown) return [];
  if (nesting === "single") return ofAttributes(attributes, prior, config, planned, path);
  if (isList(config)) {
    const count = isList(planned) ? planned.length : 0;
    if (count !== config.length) {
      return [problem(path, `count in plan (${count}) disagrees with count in config (${config.length})`)];
    }
    return config.flatMap((each, index) =>
      ofElement(
        attributes,
        isList(prior) ? (prior[index] ?? null) : null,
        each,
        isList(planned) ? (planned[index] ?? null) : null,
        at(path, { index }),
      ),
    );
  }
  if (!isObject(config) || !isObject(planned)) return [];
  const added = Object.keys(planned).filter((key) => !Object.hasOwn(config, key));
  const lost = Object.keys(config).filter((key) => !Object.hasOwn(planned, key));
  return [
    ...added.map((key) => problem(path, `map key ${JSON.stringify(key)} from plan is not present in config`)),
    ...lost.map((key) => problem(path, `map key ${JSON.stringify(key)} from config is not present in plan`)),
    ...Object.keys(config)
      .filter((key) => Object.hasOwn(planned, key))
      .flatMap((key) =>
        ofElement(attributes, own(prior, key), own(config, key), own(planned, key), at(path, { key })),
      ),
  ];
}

function ofElement(
  attributes: Attributes,
  prior: TfValue,
  config: TfValue,
  planned: TfValue,
  path: Path,
): readonly string[] {
  if (planned === unknown && config !== unknown) {
    return [
      problem(
        path,
        "element representing nested block must not be unknown itself; set nested attribute values to unknown instead",
      ),
    ];
  }
  const there = existence(config, planned, path);
  if (there !== null) return [there];
  return config === null || config === unknown ? [] : ofAttributes(attributes, prior, config, planned, path);
}
