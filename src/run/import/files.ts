/** The files of a folder as an import sees them: which documents speak of which organization, and their text. */
import { lstat, readFile } from "node:fs/promises";
import { join } from "node:path";
import { listFiles } from "../../config/files.ts";
import { createFindings } from "../../config/findings.ts";
import { formOf } from "../../config/form.ts";
import { readDocuments } from "../../config/load.ts";
import { entryOf, keyText, type MapNode } from "../../config/node.ts";
import { settingsFile } from "../../config/settings.ts";
import { type Address, addressOf } from "../../model/address.ts";
import { foldKey } from "../../model/kind.ts";
import type { Platform } from "../../model/platform.ts";

/** A document of a YAML or JSON file that is (a part of) an organization. */
export interface WrittenDocument {
  /** Relative to the folder. */
  readonly file: string;
  readonly organization: Address;
  readonly root: MapNode;
}

/** Every document in text that speaks of an organization of the platform. The folder has been found valid before. */
export async function writtenDocuments(
  root: string,
  platform: Platform,
  platforms: readonly Platform[],
  signal: AbortSignal,
): Promise<readonly WrittenDocument[]> {
  const findings = createFindings();
  const { kind } = formOf(platform);
  const found: WrittenDocument[] = [];
  for (const file of await listFiles(root, findings, signal)) {
    signal.throwIfAborted();
    if (file.type !== "text" || file.name === settingsFile) continue;
    const text = await textOf(root, file.name);
    if (text === null) continue;
    for (const document of readDocuments(file.name, text, platforms, findings)) {
      const named = entryOf(document.root, "platform")?.value;
      const key = entryOf(document.root, "organization")?.value;
      const written = key === undefined ? null : keyText(key);
      if (written === null || named?.type !== "scalar" || named.value !== platform.name) continue;
      const organization = addressOf(null, kind.collection, foldKey(kind, written));
      found.push({ file: file.name, organization, root: document.root });
    }
  }
  return found;
}

/** The text of a file, byte for byte; null where it cannot be read as text. */
export async function textOf(root: string, name: string): Promise<string | null> {
  try {
    // A mark at its beginning belongs to the text that is written back.
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
      await readFile(join(root, name)),
    );
  } catch {
    return null;
  }
}

export async function isThere(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => null)) !== null;
}
