import { randomBytes } from "node:crypto";
import { mkdir, open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { StoreFailure } from "../store.ts";

/** Only the owner reads what a store holds: it says who may do what. */
export const fileMode = 0o600;
const folderMode = 0o700;

/** What the system said, as a failure; what it did not say is a bug and goes on. */
export function ioFailure(error: unknown, path: string, doing: string): StoreFailure {
  const code = errorCode(error);
  if (code === null) throw error;
  const advice = code === "ENOSPC" ? "Make room" : "Check that the folder can be read and written";
  return {
    ok: false,
    code: "store/io",
    message: `Cannot ${doing} ${path} (${code}). ${advice}, or set another store.`,
  };
}

/** `ENOENT`, or null where the error does not come from the system. */
export function errorCode(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}

/** Makes the folder and, beside a new store, a `.gitignore`: what is in it is no part of a configuration. */
export async function makeFolder(root: string, ...parts: readonly string[]): Promise<string> {
  const path = join(root, ...parts);
  const first = await mkdir(path, { recursive: true, mode: folderMode });
  if (first !== undefined && !(await exists(join(root, ".gitignore")))) {
    await writeFile(join(root, ".gitignore"), "*\n", { mode: fileMode });
  }
  return path;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** The text of a file; null where there is none. */
export async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw error;
  }
}

/** Writes a file so that whoever reads it, also after a power cut, finds the old text or the new one. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = join(
    dirname(path),
    `.${basename(path)}.${process.pid}.${randomBytes(6).toString("hex")}.tmp`,
  );
  try {
    const file = await open(temporary, "wx", fileMode);
    try {
      await file.writeFile(text);
      await file.datasync();
    } finally {
      await file.close();
    }
    await renameOver(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/** On Windows a file that somebody (a virus scanner) has open for a moment cannot be replaced. */
async function renameOver(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await rename(from, to);
    } catch (error) {
      const code = errorCode(error) ?? "";
      const passing = process.platform === "win32" && ["EPERM", "EACCES", "EBUSY"].includes(code);
      if (!passing || attempt === 10) throw error;
      await delay(20 * attempt);
    }
  }
}

/** Makes a new name in a folder durable. Not every system can. */
export async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, "r");
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch {
    // Windows cannot open folders; some network file systems cannot flush them.
  }
}
