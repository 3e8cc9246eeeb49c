/** The provider as Terraform starts it: one file in a folder of its own, a handshake, and calls over mutual TLS. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { KeyObject, webcrypto, X509Certificate } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { Client, credentials } from "@grpc/grpc-js";
import { bundleName } from "../../../src/terraform/install/contents.ts";
import { decodeMessage, encodeMessage } from "../../../src/terraform/wire/messages.ts";
import {
  type MessageName,
  type MethodName,
  methods,
  type Received,
  type Sent,
} from "../../../src/terraform/wire/table.ts";
import { bundleProvider } from "../../../tools/bundle.ts";

const cookie = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";

/** The bundle in a folder that is gone at the end. */
export async function bundled(): Promise<
  AsyncDisposable & { readonly file: string; readonly folder: string }
> {
  const folder = await mkdtemp(join(tmpdir(), "charter-bundle-"));
  await bundleProvider(folder, "1.2.3");
  return {
    folder,
    file: join(folder, bundleName),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

export interface Identity {
  readonly certificate: string;
  readonly key: string;
}

/** What Terraform makes for itself: P-521, its own authority. */
export async function terraformIdentity(): Promise<Identity> {
  await import("reflect-metadata/lite");
  const x509 = await import("@peculiar/x509");
  const algorithm = { name: "ECDSA", namedCurve: "P-521", hash: "SHA-512" };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const made = await x509.X509CertificateGenerator.createSelfSigned({
    name: "CN=localhost,O=HashiCorp",
    notBefore: new Date(Date.now() - 30_000),
    notAfter: new Date(Date.now() + 262_980 * 3_600_000),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.digitalSignature |
          x509.KeyUsageFlags.keyEncipherment |
          x509.KeyUsageFlags.keyAgreement |
          x509.KeyUsageFlags.keyCertSign,
        true,
      ),
      new x509.ExtendedKeyUsageExtension([
        x509.ExtendedKeyUsage.clientAuth,
        x509.ExtendedKeyUsage.serverAuth,
      ]),
      new x509.SubjectAlternativeNameExtension([{ type: "dns", value: "localhost" }]),
    ],
  });
  return {
    certificate: made.toString("pem"),
    key: KeyObject.from(keys.privateKey).export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

export interface Plugin {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  /** The fields of the handshake line. */
  readonly fields: readonly string[];
  /** Everything on standard output and on standard error so far. */
  readonly output: { stdout: string; stderr: string };
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null }>;
}

/** Starts it and waits for its line, or for its end. */
export async function startPlugin(file: string, env: Readonly<Record<string, string>>): Promise<Plugin> {
  const child = spawn(file, {
    env: {
      PATH: `${dirname(process.execPath)}${delimiter}${process.env["PATH"] ?? ""}`,
      TMPDIR: tmpdir(),
      TF_PLUGIN_MAGIC_COOKIE: cookie,
      PLUGIN_PROTOCOL_VERSIONS: "5,6",
      PLUGIN_MIN_PORT: "10000",
      PLUGIN_MAX_PORT: "25000",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = { stdout: "", stderr: "" };
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output.stderr += text;
  });
  const ended = new Promise<{ code: number | null; signal: string | null }>((done, failed) => {
    child.once("error", failed);
    child.once("close", (code, signal) => done({ code, signal }));
  });
  const line = new Promise<void>((done) => {
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output.stdout += text;
      if (output.stdout.includes("\n")) done();
    });
  });
  await Promise.race([line, ended]);
  return { child, fields: output.stdout.trim().split("|"), output, ended };
}

export interface Connection {
  readonly ask: <Name extends MethodName>(
    name: Name,
    request?: Sent<(typeof methods)[Name][0]>,
  ) => Promise<Received<(typeof methods)[Name][1]>>;
  /** Any unary method of any service. */
  readonly call: <Asked extends MessageName, Answered extends MessageName>(
    path: string,
    asked: Asked,
    request: Sent<Asked>,
    answered: Answered,
  ) => Promise<Received<Answered>>;
  readonly client: Client;
}

/** Speaks to a plugin; `identity` null: in plain text. */
export function connect(fields: readonly string[], identity: Identity | "nobody" | null): Connection {
  const [, , network, address = "", , certificate = ""] = fields;
  // In plain text there is none.
  const root = Buffer.from(
    certificate === "" ? "" : new X509Certificate(Buffer.from(certificate, "base64")).toString(),
  );
  const channel =
    identity === null
      ? credentials.createInsecure()
      : identity === "nobody"
        ? credentials.createSsl(root)
        : credentials.createSsl(root, Buffer.from(identity.key), Buffer.from(identity.certificate));
  const client = new Client(network === "unix" ? `unix:${address}` : address, channel, {
    "grpc.max_receive_message_length": -1,
    "grpc.max_send_message_length": -1,
    ...(identity === null
      ? {}
      : { "grpc.ssl_target_name_override": "localhost", "grpc.default_authority": "localhost" }),
  });
  const call: Connection["call"] = (path, asked, request, answered) =>
    new Promise((done, failed) => {
      client.makeUnaryRequest(
        path,
        (message: typeof request) => Buffer.from(encodeMessage(asked, message)),
        (bytes) => decodeMessage(answered, bytes),
        request,
        { deadline: Date.now() + 10_000 },
        (error, value) => {
          if (error !== null) failed(error);
          else if (value !== undefined) done(value);
        },
      );
    });
  return {
    client,
    call,
    ask: (name, request = {}) => {
      const [asked, answered] = methods[name];
      return call(`/tfplugin6.Provider/${name}`, asked, request, answered);
    },
  };
}
