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
  provideMetadata();
  const {
    ExtendedKeyUsage,
    ExtendedKeyUsageExtension,
    SubjectAlternativeNameExtension,
    X509CertificateGenerator,
  } = await import("@peculiar/x509");
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const made = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(randomBytes(16)),
    name: "CN=localhost,O=Charter",
    notBefore: new Date(now - before),
    notAfter: new Date(now + validity),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new SubjectAlternativeNameExtension([{ type: "dns", value: "localhost" }]),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
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

/**
 * `@peculiar/x509` finds its algorithms through tsyringe, which refuses to load where `Reflect` keeps no metadata. None is
 * written or read for what is used here, so that none has to be kept.
 */
function provideMetadata(): void {
  if ("getMetadata" in Reflect) return;
  Object.assign(Reflect, {
    defineMetadata: () => {},
    getMetadata: () => undefined,
    getOwnMetadata: () => undefined,
    hasOwnMetadata: () => false,
  });
}
