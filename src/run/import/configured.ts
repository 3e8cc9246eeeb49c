/** What a folder configures already, and what that means for an import into it. */
import { isAbsolute, relative, resolve, sep } from "node:path";
import { type Address, rootOf } from "../../model/address.ts";
import type { Configuration, ConnectionConfiguration } from "../../model/configuration.ts";
import type { Finding } from "../../model/finding.ts";
import type { Desired } from "../../model/resource.ts";

export interface ConfiguredOrganization {
  readonly address: Address;
  readonly on: ConnectionConfiguration;
  readonly written: Desired | undefined;
}

/** The organizations of a configuration, by address, whatever their platform. */
export function configuredIn(configuration: Configuration): ReadonlyMap<Address, ConfiguredOrganization> {
  return new Map(
    configuration.connections.flatMap((on) =>
      on.organizations.map((address) => {
        return [address, { address, on, written: on.desired.resources.get(address) }] as const;
      }),
    ),
  );
}

/** The files that hold some resource of an organization. */
export function filesOf({ address, on }: ConfiguredOrganization): ReadonlySet<string> {
  const files = new Set<string>();
  for (const resource of on.desired.resources.values()) {
    const file = rootOf(resource.address) === address ? resource.source?.position().file : undefined;
    if (file !== undefined) files.add(file);
  }
  return files;
}

/** Whether files in a folder would be read together with the configuration of `directory`. */
export function isReadWith(directory: string, folder: string): boolean {
  const way = relative(resolve(directory), resolve(directory, folder));
  if (isAbsolute(way)) return false;
  return way === "" || way.split(sep).every((part) => !part.startsWith(".") && part !== "node_modules");
}

/** Says that an organization cannot be imported, since files of the folder speak of it. */
export function alreadyConfigured(
  { address, on, written }: ConfiguredOrganization,
  platform: string,
): Finding {
  const same = on.connection.platform === platform;
  const ways = same
    ? "Bring its files up to what is live with --update, or import it into a folder that is not read with them: --into DIR."
    : `It is one of ${on.connection.platform} there, and one key cannot be both: import it into another folder with --into DIR.`;
  return configuredFinding(
    written,
    address,
    `${address} is already configured here: nothing is written. ${ways}`,
  );
}

/** Says that an organization is configured for another connection or platform than the one to update it from. */
export function configuredElsewhere({ address, on, written }: ConfiguredOrganization): Finding {
  const { name, platform } = on.connection;
  const message = `${address} is configured on the connection ${name} of ${platform}; update it from there.`;
  return configuredFinding(written, address, message);
}

function configuredFinding(written: Desired | undefined, address: Address, message: string): Finding {
  const position = written?.source?.position();
  const excerpt = written?.source?.excerpt();
  return {
    code: "import/configured",
    severity: "error",
    message,
    address,
    ...(position === undefined ? {} : { position }),
    ...(excerpt === undefined ? {} : { excerpt }),
  };
}
