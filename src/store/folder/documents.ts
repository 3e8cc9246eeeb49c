import { isRecord } from "../../model/value.ts";
import type { Stored, StoreFailure } from "../store.ts";
import { ioFailure, readText, replaceFile } from "./files.ts";

/** A kind of file: its name in `format`, and the version that this code writes and reads. */
export interface Format<T> {
  /** `charter-baseline`. */
  readonly name: string;
  readonly version: number;
  /** Null where the members are not what they should be. */
  readonly parse: (members: Readonly<Record<string, unknown>>) => T | null;
  /** JSON text of the members, `format` not among them. */
  readonly print: (value: T) => readonly (readonly [name: string, json: string])[];
}

/** Reads a JSON file with a `format` line; null where there is none. */
export async function readDocument<T>(path: string, format: Format<T>): Promise<Stored<T | null>> {
  let text: string | null;
  try {
    text = await readText(path);
  } catch (error) {
    return ioFailure(error, path, "read");
  }
  if (text === null) return { ok: true, value: null };
  let members: unknown;
  try {
    members = JSON.parse(text);
  } catch {
    return damaged(path, "it is not JSON");
  }
  if (!isRecord(members) || typeof members.format !== "string")
    return damaged(path, "it does not say its format");
  const [name, version] = members.format.split("/");
  if (name !== format.name) return damaged(path, `its format is not ${format.name}`);
  if (Number(version) > format.version) return newer(path);
  if (Number(version) !== format.version) return damaged(path, `its format has no version that is known`);
  const value = format.parse(members);
  return value === null ? damaged(path, "its content is not what it should be") : { ok: true, value };
}

export async function writeDocument<T>(
  path: string,
  format: Format<T>,
  value: T,
): Promise<StoreFailure | null> {
  const members = [
    ["format", JSON.stringify(`${format.name}/${format.version}`)] as const,
    ...format.print(value),
  ];
  const text = members.map(([name, json]) => `${JSON.stringify(name)}: ${json}`).join(",\n");
  try {
    await replaceFile(path, `{\n${text}\n}\n`);
    return null;
  } catch (error) {
    return ioFailure(error, path, "write");
  }
}

export function damaged(path: string, why: string): StoreFailure {
  return {
    ok: false,
    code: "store/damaged",
    message: `${path} is damaged: ${why}. Restore it, or remove it; Charter then goes on without what it remembered there.`,
  };
}

function newer(path: string): StoreFailure {
  return {
    ok: false,
    code: "store/newer",
    message: `${path} was written by a later version of Charter. Update Charter to use this store.`,
  };
}
