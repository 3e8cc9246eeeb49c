/** Operating systems and processors, as Terraform names them. */

const systems: Readonly<Record<string, string>> = {
  darwin: "darwin",
  freebsd: "freebsd",
  linux: "linux",
  openbsd: "openbsd",
};
const processors: Readonly<Record<string, string>> = {
  arm: "arm",
  arm64: "arm64",
  ia32: "386",
  x64: "amd64",
};

/** `linux_amd64`; null where the provider cannot be started: Windows runs no file by its first line. */
export function systemOf(platform: string, processor: string): string | null {
  const system = systems[platform];
  const arch = processors[processor];
  return system === undefined || arch === undefined ? null : `${system}_${arch}`;
}

/** Those that registries usually serve. */
export const packagedSystems = [
  "darwin_amd64",
  "darwin_arm64",
  "freebsd_amd64",
  "freebsd_arm64",
  "linux_386",
  "linux_amd64",
  "linux_arm",
  "linux_arm64",
] as const;
