/** What Terraform and a plugin say to each other before the first call. */

type Environment = Readonly<Record<string, string | undefined>>;

/** Tells a plugin that it was started by Terraform and not by a person. No secret. */
const cookie = [
  "TF_PLUGIN_MAGIC_COOKIE",
  "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
] as const;

/** Of the plugin system, and of Terraform's provider protocol. */
const coreProtocol = 1;
const providerProtocol = 6;

export type Greeting =
  /** `clientCertificate`: PEM; null where the user has turned TLS off. */
  | { readonly ok: true; readonly clientCertificate: string | null }
  | { readonly ok: false; readonly message: string };

export function readGreeting(env: Environment): Greeting {
  const [name, value] = cookie;
  if (env[name] !== value) {
    return {
      ok: false,
      message:
        "This is Charter's provider for Terraform, which Terraform starts by itself; there is nothing to run here. " +
        "charter terraform install puts it where Terraform finds it.",
    };
  }
  const versions = env["PLUGIN_PROTOCOL_VERSIONS"];
  if (versions !== undefined && !versions.split(",").some((each) => Number(each) === providerProtocol)) {
    return {
      ok: false,
      message: `Charter's provider speaks protocol ${providerProtocol}, and this Terraform only ${versions}. Terraform 1.0 and later know it.`,
    };
  }
  const certificate = env["PLUGIN_CLIENT_CERT"];
  return {
    ok: true,
    clientCertificate: certificate === undefined || certificate === "" ? null : certificate,
  };
}

export interface Address {
  readonly network: "unix" | "tcp";
  readonly address: string;
}

/** The one line on standard output. Base64 without padding: Terraform refuses any other. */
export function handshakeLine({ network, address }: Address, certificate: Uint8Array | null): string {
  const encoded = certificate === null ? "" : Buffer.from(certificate).toString("base64").replace(/=+$/, "");
  return `${[coreProtocol, providerProtocol, network, address, "grpc", encoded].join("|")}\n`;
}

/** The value of TF_REATTACH_PROVIDERS that leads Terraform to a provider which runs already. */
export function reattachValue(provider: string, { network, address }: Address, pid: number): string {
  return JSON.stringify({
    [provider]: {
      Protocol: "grpc",
      ProtocolVersion: providerProtocol,
      Pid: pid,
      Test: true,
      Addr: { Network: network, String: address },
    },
  });
}
