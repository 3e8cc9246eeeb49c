/** The settings by themselves: `charter.yaml` of a folder, or a file that stands apart from it. */
import { realpath } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Settings } from "../model/configuration.ts";
import type { Finding } from "../model/finding.ts";
import type { Platform } from "../model/platform.ts";
import { type ConfigurationFile, defaultMaxFileSize } from "./files.ts";
import { createFindings, type Findings } from "./findings.ts";
import { defaultSettings, readSettings, settingsFile } from "./settings.ts";
import { textOf } from "./text-of.ts";

interface SettingsOptions {
  readonly directory: string;
  readonly platforms: readonly Platform[];
  readonly maxFileSize?: number;
  /** A file that stands apart. */
  readonly settings?: string;
  readonly signal?: AbortSignal;
}

/** Reads the settings alone: what is wrong elsewhere in the folder does not matter. */
export async function loadSettings(options: SettingsOptions): Promise<{
  readonly settings: Settings | null;
  /** What paths in the settings are relative to. */
  readonly home: string;
  readonly findings: readonly Finding[];
}> {
  const findings = createFindings();
  if (options.settings !== undefined) {
    const settings = await settingsApart(options.settings, options, findings);
    return { settings, home: homeOf(options.settings), findings: findings.list() };
  }
  const home = resolve(options.directory);
  const path = resolve(options.directory, settingsFile);
  const known = await realpath(path).then(
    () => true,
    () => false,
  );
  if (!known) return { settings: defaultSettings, home, findings: [] };
  const file: ConfigurationFile = { name: settingsFile, path, type: "text" };
  const text = await textOf(file, options.maxFileSize ?? defaultMaxFileSize, findings, options.signal);
  const settings = text === null ? null : readSettings(text, options.platforms, findings);
  return { settings, home, findings: findings.list() };
}

/** What paths in settings that stand apart are relative to. */
export function homeOf(settings: string): string {
  return dirname(resolve(settings));
}

/** Settings that were asked for by name: without them nobody can say what was meant. */
export async function settingsApart(
  name: string,
  options: SettingsOptions,
  findings: Findings,
): Promise<Settings | null> {
  const file: ConfigurationFile = { name, path: resolve(name), type: "text" };
  const max = options.maxFileSize ?? defaultMaxFileSize;
  const text = await textOf(file, max, findings, options.signal, true);
  return text === null ? null : readSettings(text, options.platforms, findings, name);
}
