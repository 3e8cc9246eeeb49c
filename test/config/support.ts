import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Loaded, type LoadOptions, loadConfiguration } from "../../src/config/load.ts";
import type { Finding } from "../../src/model/finding.ts";
import { platforms } from "./platform.ts";

export const now = new Date("2026-11-23T12:00:00Z");

/** A folder with these files; gone when the test ends. */
export async function folder(files: Readonly<Record<string, string | Uint8Array>>) {
  const path = await mkdtemp(join(tmpdir(), "charter-config-"));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), content);
  }
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** Loads a folder with these files. */
export async function load(
  files: Readonly<Record<string, string | Uint8Array>>,
  options: Partial<LoadOptions> = {},
): Promise<Loaded> {
  await using made = await folder(files);
  return await loadConfiguration({ directory: made.path, platforms, now, ...options });
}

/** A finding on one line: `file:line:column code: message`. */
export function line(finding: Finding): string {
  const { position } = finding;
  const place = position === undefined ? "" : `${position.file}:${position.line}:${position.column} `;
  return `${place}${finding.severity === "error" ? "" : `${finding.severity} `}${finding.code}: ${finding.message}`;
}

/** The findings of a folder, a line each. */
export async function said(
  files: Readonly<Record<string, string | Uint8Array>>,
  options: Partial<LoadOptions> = {},
): Promise<readonly string[]> {
  return (await load(files, options)).findings.map(line);
}

/** The findings of one file `acme.yaml` that starts with the two lines every organization has. */
export function saidOf(members: string): Promise<readonly string[]> {
  return said({ "acme.yaml": `platform: orbit\norganization: org-acme\n${members}` });
}

/** The resources of a folder that must be fine: address → attributes. */
export async function resources(files: Readonly<Record<string, string | Uint8Array>>) {
  const { configuration, findings } = await load(files);
  if (configuration === null) throw new Error(findings.map(line).join("\n"));
  return configuration.connections.flatMap(({ desired }) => [...desired.resources.values()]);
}
