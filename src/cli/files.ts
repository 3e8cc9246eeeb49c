import { randomBytes } from "node:crypto";
import { chmod, lstat, mkdir, open, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/** What went wrong, in the words of the system. */
export function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof TypeError) return "it is not UTF-8 text";
  const code = "code" in error ? String(error.code) : "";
  const known: Readonly<Record<string, string>> = {
    EACCES: "no permission",
    EEXIST: "it is already there",
    EISDIR: "it is a folder",
    ENOENT: "there is no such file or folder",
    ENOSPC: "no space left",
    ENOTDIR: "a part of the path is not a folder",
    EROFS: "the file system is read-only",
  };
  return known[code] ?? (code === "" ? error.message : code);
}

/**
 * Writes a file that only its owner can read, whole or not at all: who reads it never meets half of it, and a file
 * that was there with wider permissions is replaced. Null, or what went wrong.
 */
export async function writePrivate(file: string, text: string): Promise<string | null> {
  const draft = `${file}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    // A rename would silently replace a device or a pipe (/dev/stdout) by a file.
    if (await isSpecial(file)) return "it is not an ordinary file";
    const handle = await open(draft, "wx", 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
    return null;
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {});
    return reason(error);
  }
}

async function isSpecial(file: string): Promise<boolean> {
  const info = await stat(file).catch(() => null);
  return info !== null && !info.isFile();
}

/** Writes a file, and the folders above it; one that is already there is replaced only with `replace`. */
export async function writeNew(file: string, text: string, replace = false): Promise<string | null> {
  try {
    await mkdir(dirname(file), { recursive: true });
    const handle = await open(file, replace ? "w" : "wx");
    try {
      await handle.writeFile(text);
    } finally {
      await handle.close();
    }
    return null;
  } catch (error) {
    return reason(error);
  }
}

/** The text of a file, or why it could not be read. */
export async function readText(
  file: string,
  max = 1024 * 1024 * 1024,
): Promise<{ readonly text: string } | { readonly why: string }> {
  try {
    await using handle = await open(file, "r");
    const { size } = await handle.stat();
    if (size > max) return { why: `it has ${size} bytes, more than ${max}` };
    const parts: Uint8Array[] = [];
    let length = 0;
    // What is no ordinary file does not say how much it holds, and may never end.
    for await (const part of handle.createReadStream({ autoClose: false, highWaterMark: 1 << 20 })) {
      parts.push(part);
      length += part.length;
      if (length > max) return { why: `it has more than ${max} bytes` };
    }
    // Not the lenient decoding of readFile: what it replaces would be written back by a formatter.
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    return { text: decoder.decode(Buffer.concat(parts)) };
  } catch (error) {
    return { why: reason(error) };
  }
}

export async function exists(file: string): Promise<boolean> {
  return (await lstat(file).catch(() => null)) !== null;
}

/** Replaces the text of a file that is there, whole or not at all; its permissions stay. */
export async function replaceText(file: string, text: string): Promise<string | null> {
  try {
    // A link stays a link: what it leads to is replaced.
    const path = await realpath(file);
    const { mode } = await stat(path);
    const draft = `${path}.${randomBytes(6).toString("hex")}.tmp`;
    try {
      // Narrow until it has its permissions: those of opening are cut by the umask.
      await writeFile(draft, text, { flag: "wx", mode: 0o600 });
      await chmod(draft, mode & 0o777);
      await rename(draft, path);
      return null;
    } catch (error) {
      await rm(draft, { force: true }).catch(() => {});
      throw error;
    }
  } catch (error) {
    return reason(error);
  }
}
