/** A whole folder: its providers, and what they manage. */
import type { Configuration } from "../../model/configuration.ts";
import type { Platform } from "../../model/platform.ts";
import type { Expansion } from "./blocks.ts";
import { expand } from "./expand.ts";
import { providersOf } from "./settings.ts";

export function expandConfiguration(
  configuration: Configuration,
  platforms: readonly Platform[],
  options: { readonly imports: boolean },
): Expansion {
  const { providers, units, variables, findings } = providersOf(configuration, platforms);
  const resources = expand(units);
  const all = [...variables, ...resources.variables].filter(
    ({ name }, index, every) => every.findIndex((other) => other.name === name) === index,
  );
  return {
    ...resources,
    imports: options.imports ? resources.imports : [],
    variables: all,
    providers,
    findings: [...findings, ...resources.findings],
    requiredVersion: all.some(({ ephemeral }) => ephemeral) ? ">= 1.11" : ">= 1.5",
  };
}
