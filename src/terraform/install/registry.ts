/** The files of a release as a registry takes them. They also serve as a packed mirror. */
import { createHash } from "node:crypto";
import { providerType } from "../address.ts";
import type { PackedFile } from "./contents.ts";
import { packagedSystems } from "./systems.ts";
import { zip } from "./zip.ts";

export interface ReleaseFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export function releaseFiles(files: readonly PackedFile[], version: string): readonly ReleaseFile[] {
  const base = `terraform-provider-${providerType}_${version}`;
  // Nothing in it depends on the system.
  const archive = zip(files);
  const summed: readonly ReleaseFile[] = [
    ...packagedSystems.map((system) => ({ name: `${base}_${system}.zip`, bytes: archive })),
    { name: `${base}_manifest.json`, bytes: Buffer.from(manifest) },
  ];
  const sums = summed.map(
    ({ name, bytes }) => `${createHash("sha256").update(bytes).digest("hex")}  ${name}\n`,
  );
  return [...summed, { name: `${base}_SHA256SUMS`, bytes: Buffer.from(sums.join("")) }];
}

const manifest = `${JSON.stringify({ version: 1, metadata: { protocol_versions: ["6.0"] } }, null, 2)}\n`;
