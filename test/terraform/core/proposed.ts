/** What core proposes to a provider: the configuration, with what is computed taken from the prior state. */
import { type TfObject, type TfValue, unknown } from "../../../src/terraform/contract.ts";
import {
  type Attribute,
  type Attributes,
  isNested,
  type Nested,
  type Schema,
} from "../../../src/terraform/schema/types.ts";
import { isList, isObject, objectOf, own } from "./values.ts";

/** Null where the configuration is null. On creation (prior null) computed values are null, not unknown. */
export function proposedNew(
  { attributes }: Schema,
  prior: TfObject | null,
  config: TfObject | null,
): TfObject | null {
  return config === null ? null : proposedAttributes(attributes, prior, config);
}

function proposedAttributes(attributes: Attributes, prior: TfValue, config: TfObject): TfObject {
  return objectOf(
    [...attributes].map(([name, attribute]) => {
      const before = prior === unknown ? unknown : own(prior, name);
      return [name, proposedValue(attribute, before, own(config, name))];
    }),
  );
}

function proposedValue(attribute: Attribute, prior: TfValue, config: TfValue): TfValue {
  if (attribute.writeOnly === true) return null;
  switch (attribute.mode) {
    case "computed":
      return prior;
    case "both":
      if (config === null) return wasWritten(attribute, prior) ? null : prior;
      break;
    default:
  }
  if (!isNested(attribute) || config === null || config === unknown) return config;
  return proposedNested(attribute, prior, config);
}

function proposedNested({ nesting, attributes }: Nested, prior: TfValue, config: TfValue): TfValue {
  const element = (before: TfValue, value: TfValue): TfValue =>
    isObject(value) ? proposedAttributes(attributes, before, value) : value;
  if (nesting === "single") return element(prior, config);
  const inPrior = (name: string | number): TfValue => {
    if (prior === unknown) return unknown;
    return typeof name === "string" ? own(prior, name) : isList(prior) ? (prior[name] ?? null) : null;
  };
  if (isList(config)) return config.map((value, index) => element(inPrior(index), value));
  if (!isObject(config)) return config;
  return objectOf(Object.entries(config).map(([key, value]) => [key, element(inPrior(key), value)]));
}

/** Whether a prior nested value holds what only a configuration can have given: then leaving it out removes it. */
function wasWritten(attribute: Attribute, prior: TfValue): boolean {
  if (!isNested(attribute)) return false;
  const within = (value: TfValue): boolean =>
    isObject(value) &&
    [...attribute.attributes].some(([name, inner]) => {
      const held = own(value, name);
      return held !== null && (isNested(inner) ? wasWritten(inner, held) : inner.mode === "optional");
    });
  if (attribute.nesting === "single") return within(prior);
  return Object.values(isList(prior) || isObject(prior) ? prior : []).some(within);
}
