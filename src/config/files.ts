import type { Dirent } from "node:fs";
import { open, readdir, realpath, stat } from "node:fs/promises";
import { join, sep } from "node:path";
import { order } from "../model/value.ts";
import type { Findings } from "./findings.ts";

/** Bytes. */
export const defaultMaxFileSize = 20 * 1024 * 1024;

/** A file that may hold configuration. */
export interface ConfigurationFile {
  /** Relative to the root, with forward slashes. */
  readonly name: string;
  readonly path: string;
  readonly type: "text" | "code";
}

/**
 * Files that may hold configuration, sorted by name:
 *
 * | entry | read |
 * | --- | --- |
 * | name starts with a dot, or is `node_modules` | no |
 * | folder | what is in it |
 * | `.yaml`, `.yml`, `.json` | yes |
 * | `.ts`, but not `.d.ts`, `.test.ts` | yes |
 * | symbolic link to something in the root | yes, unless it is read under its own name |
 * | symbolic link out of the root, or to nothing | no, with a note |
 * | anything else (sockets, pipes, devices) | no |
 */
export async function listFiles(
  root: string,
  findings: Findings,
  signal?: AbortSignal,
): Promise<readonly ConfigurationFile[]> {
  const files: ConfigurationFile[] = [];
  const links: string[] = [];
  const folders = new Set<string>();
  const real = await realpath(root);

  const visit = async (folder: string): Promise<void> => {
    signal?.throwIfAborted();
    const path = join(real, folder);
    folders.add(await realpath(path));
    for (const entry of (await entriesOf(path, folder, findings)).sort((a, b) => order(a.name, b.name))) {
      if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
      const name = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isSymbolicLink()) links.push(name);
      else if (entry.isDirectory()) await visit(name);
      else if (entry.isFile()) addFile(name);
    }
  };
  const addFile = (name: string): void => {
    const type = typeOf(name);
    if (type !== null) files.push({ name, path: join(real, name), type });
  };

  await visit("");
  const known = new Set(files.map((file) => file.path));
  for (let name = links.shift(); name !== undefined; name = links.shift()) {
    const target = await realpath(join(real, name)).catch(() => null);
    if (target === null || !(target === real || target.startsWith(real + sep))) {
      const where = target === null ? "to nothing" : "out of the folder";
      findings.file(
        "config/skipped",
        name,
        `The symbolic link ${name} leads ${where}; it is not read.`,
        "note",
      );
      continue;
    }
    const info = await stat(target);
    if (info.isDirectory() && !folders.has(target)) await visit(name);
    else if (info.isFile() && !known.has(target)) {
      known.add(target);
      addFile(name);
    }
  }
  return files.sort((a, b) => order(a.name, b.name));
}

async function entriesOf(path: string, folder: string, findings: Findings): Promise<Dirent[]> {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch (error) {
    findings.file(
      "config/unreadable",
      folder === "" ? null : folder,
      `${path} cannot be read: ${reason(error)}.`,
    );
    return [];
  }
}

function typeOf(name: string): ConfigurationFile["type"] | null {
  if (/\.(yaml|yml|json)$/.test(name)) return "text";
  return name.endsWith(".ts") && !/\.(d|test)\.ts$/.test(name) ? "code" : null;
}

/** What a file holds; null where it cannot be read, and then there is a finding. */
export async function readText(
  file: ConfigurationFile,
  maxFileSize: number,
  findings: Findings,
  signal?: AbortSignal,
): Promise<Uint8Array | null> {
  try {
    await using handle = await open(file.path, "r");
    const { size } = await handle.stat();
    if (size > maxFileSize) {
      const message = `${file.name} has ${megabytes(size)}; files above ${megabytes(maxFileSize)} are not read. Split it, or raise the limit.`;
      findings.file("config/too-large", file.name, message);
      return null;
    }
    return await handle.readFile(signal === undefined ? {} : { signal });
  } catch (error) {
    if (signal?.aborted) throw error;
    findings.file("config/unreadable", file.name, `${file.name} cannot be read: ${reason(error)}.`);
    return null;
  }
}

/** Files opened before their turn: opening one takes longer than parsing most. Bounded, since they stay in memory. */
const ahead = 16;

/** What `read` gives for each file, in the order of the files. */
export async function* readAhead<F, T>(
  files: readonly F[],
  read: (file: F) => Promise<T>,
): AsyncGenerator<readonly [F, T]> {
  const waiting = [...files].reverse();
  const pending: (readonly [F, Promise<T>])[] = [];
  for (;;) {
    while (pending.length < ahead) {
      const file = waiting.pop();
      if (file === undefined) break;
      const text = read(file);
      // Whoever stops early must not leave a rejection behind that nobody handles.
      text.catch(() => {});
      pending.push([file, text]);
    }
    const [first] = pending.splice(0, 1);
    if (first === undefined) return;
    yield [first[0], await first[1]];
  }
}

function megabytes(bytes: number): string {
  const size = bytes / (1024 * 1024);
  return size >= 0.1 ? `${Math.round(size * 10) / 10} MiB` : `${bytes} bytes`;
}

function reason(error: unknown): string {
  if (error instanceof Error && "code" in error) {
    switch (error.code) {
      case "ENOENT":
        return "it does not exist";
      case "ENOTDIR":
        return "it is not a folder";
      case "EACCES":
      case "EPERM":
        return "access is denied";
    }
  }
  return error instanceof Error ? error.message : String(error);
}
