/** The certificate of this process: made at every start, and known to Terraform from the handshake alone. */
import { KeyObject, randomBytes, webcrypto } from "node:crypto";

export interface Certificate {
  readonly der: Uint8Array;
  /** PEM. */
  readonly certificate: string;
  /** PEM (PKCS #8). */
  readonly key: string;
}

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

/** A clock may be a little behind. */
const before = 30_000;
/** Longer than any apply. */
const validity = 7 * 24 * 3_600_000;

export async function makeCertificate(now: number = Date.now()): Promise<Certificate> {
  // What x509 is made with refuses to load before it.
  await import("reflect-metadata/lite");
  const x509 = await import("@peculiar/x509");
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const made = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(randomBytes(16)),
    name: "CN=localhost,O=Charter",
    notBefore: new Date(now - before),
    notAfter: new Date(now + validity),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.ExtendedKeyUsageExtension([
        x509.ExtendedKeyUsage.serverAuth,
        x509.ExtendedKeyUsage.clientAuth,
      ]),
      new x509.SubjectAlternativeNameExtension([{ type: "dns", value: "localhost" }]),
    ],
  });
  return {
    der: new Uint8Array(made.rawData),
    certificate: made.toString("pem"),
    key: KeyObject.from(keys.privateKey).export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

/**
 * Positive and minimal by its first byte, which is from 40 to 7f: a leading zero before a byte below 80 is no DER, and
 * OpenSSL refuses it. By chance alone one certificate in some hundreds would be such.
 */
export function serialNumber(random: Uint8Array): string {
  const [first = 0, ...rest] = random;
  return Buffer.from([(first & 0x3f) | 0x40, ...rest]).toString("hex");
}
