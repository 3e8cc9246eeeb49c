/** What a package of the provider holds: the same files for every operating system, since Node runs them all. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { providerType } from "../address.ts";

export interface PackedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly executable: boolean;
}

/** Where `npm run build` puts the bundle: beside the compiled command, or in `dist` of a checkout. */
const places = ["..", "../../../dist/terraform"];

/** The file of this name as it was built; null where nothing was. */
export async function built(
  name: string,
): Promise<{ readonly path: string; readonly bytes: Uint8Array } | null> {
  for (const place of places) {
    const path = fileURLToPath(new URL(`${place}/${name}`, import.meta.url));
    const bytes = await readFile(path).catch(() => null);
    if (bytes !== null) return { path, bytes };
  }
  return null;
}

/** Ends in a way that Node knows, whatever package.json lies above; Terraform takes any ending. */
export const bundleName = `terraform-provider-${providerType}.cjs`;
const licences = "LICENSES.txt";

/** Null where the provider was not built. */
export async function packageContents(version: string): Promise<readonly PackedFile[] | null> {
  const [bundle, texts] = await Promise.all([built(bundleName), built(licences)]);
  if (bundle === null || texts === null) return null;
  return [
    { name: licences, bytes: texts.bytes, executable: false },
    { name: `terraform-provider-${providerType}_v${version}.cjs`, bytes: bundle.bytes, executable: true },
  ];
}

/** The checksum of a package as Terraform's lock file writes it. */
export function packageHash(files: readonly PackedFile[]): string {
  const lines = files
    .map(({ name, bytes }) => [name, createHash("sha256").update(bytes).digest("hex")] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, hash]) => `${hash}  ${name}\n`);
  return `h1:${createHash("sha256").update(lines.join("")).digest("base64")}`;
}
