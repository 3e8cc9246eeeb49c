/** Lays the provider where Terraform and OpenTofu look without being told: the implied mirror. */
import { randomUUID } from "node:crypto";
import { chmod, mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { hosts, namespace, providerType } from "../address.ts";
import type { PackedFile } from "./contents.ts";

export type Laid = "written" | "replaced" | "unchanged";

export interface LaidFolder {
  readonly path: string;
  /** `replaced`: the same version was there with other bytes, so that a lock file knows another checksum. */
  readonly state: Laid;
}

/** The folder of one version for one system, below `plugins`. */
export function mirrorFolder(host: string, version: string, system: string): string {
  return join(host, namespace, providerType, version, system);
}

/** One folder for each registry that `orgcharter/charter` may mean. Other versions stay. */
export async function layInto(
  plugins: string,
  files: readonly PackedFile[],
  version: string,
  system: string,
): Promise<readonly LaidFolder[]> {
  const laid: LaidFolder[] = [];
  for (const host of hosts) {
    const path = join(plugins, mirrorFolder(host, version, system));
    const states: Laid[] = [];
    for (const file of files) states.push(await lay(join(path, file.name), file));
    laid.push({ path, state: states.find((each) => each !== "unchanged") ?? "unchanged" });
  }
  return laid;
}

async function lay(path: string, { bytes, executable }: PackedFile): Promise<Laid> {
  const mode = executable ? 0o755 : 0o644;
  const [there, found] = await Promise.all([readFile(path).catch(() => null), stat(path).catch(() => null)]);
  if (there?.equals(bytes) && found !== null) {
    if ((found.mode & 0o777) !== mode) await chmod(path, mode);
    return "unchanged";
  }
  await mkdir(dirname(path), { recursive: true });
  // Terraform may be starting the former one: it is replaced in one step.
  const temporary = join(dirname(path), `.${randomUUID()}`);
  try {
    await writeFile(temporary, bytes);
    await chmod(temporary, mode);
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
  return there === null ? "written" : "replaced";
}
