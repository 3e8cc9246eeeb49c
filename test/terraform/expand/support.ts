import { createFindings } from "../../../src/config/findings.ts";
import { configurationOf, readParts } from "../../../src/config/load.ts";
import { defaultSettings, readSettings } from "../../../src/config/settings.ts";
import type { Configuration } from "../../../src/model/configuration.ts";
import { platforms } from "../../../src/platforms/registry.ts";
import type { Expansion } from "../../../src/terraform/expand/blocks.ts";
import { expandConfiguration } from "../../../src/terraform/expand/configuration.ts";
import { moduleFiles, type Syntax } from "../../../src/terraform/print/files.ts";

/** What a file of organizations (YAML or JSON) says, with the text of `charter.yaml`. */
export function configured(text: string, settings?: string, now = new Date("2026-06-01")): Configuration {
  const findings = createFindings();
  const read = settings === undefined ? defaultSettings : readSettings(settings, platforms, findings);
  const place = { root: "/", home: "/", directory: "/", platforms, now };
  const { configuration } = configurationOf(
    { settings: read, ...readParts("acme.yaml", text, platforms, findings) },
    place,
    findings,
  );
  const wrong = findings.list().filter(({ severity }) => severity === "error");
  if (configuration === null) throw new Error(wrong.map(({ message }) => message).join("\n"));
  return configuration;
}

export function expanded(text: string, settings?: string): Expansion {
  return expandConfiguration(configured(text, settings), platforms, { imports: true });
}

/** The files of a module, one after the other. */
export function printed(text: string, syntax: Syntax = "hcl", settings?: string): string {
  return moduleFiles(expanded(text, settings), syntax)
    .map((file) => file.text)
    .join("\n");
}

export function messages({ findings }: Expansion): readonly string[] {
  return findings.map(({ code, severity, message }) => `${severity} ${code}: ${message}`);
}
