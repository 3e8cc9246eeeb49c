import { createPrivateKey, X509Certificate } from "node:crypto";
import { createSecureContext } from "node:tls";
import { expect, test } from "vitest";
import { makeCertificate, serialNumber } from "../../../src/terraform/plugin/certificate.ts";

/** An encoding that OpenSSL refuses once in some hundreds would make plans fail at random. */
test("5,000 certificates in a row are read, and taken for TLS", { timeout: 120_000 }, async () => {
  const serials = new Set<string>();
  for (let batch = 0; batch < 50; batch += 1) {
    const made = await Promise.all(Array.from({ length: 100 }, () => makeCertificate()));
    for (const { der, certificate, key } of made) {
      const read = new X509Certificate(der);
      if (!read.verify(read.publicKey) || !read.checkPrivateKey(createPrivateKey(key))) {
        throw new Error(`not its own: ${certificate}`);
      }
      createSecureContext({ cert: certificate, key, minVersion: "TLSv1.3" });
      serials.add(read.serialNumber);
    }
  }
  expect(serials.size).toBe(5_000);
});

test("serial numbers are positive and minimal whatever is drawn", () => {
  for (let first = 0; first < 256; first += 1) {
    const serial = serialNumber(Uint8Array.from([first, 0, 0, 0x7f]));
    expect(serial).toMatch(/^[4-7][0-9a-f]00007f$/);
  }
});

test("it holds from half a minute ago, for a week", async () => {
  const now = Date.UTC(2030, 0, 1);
  const read = new X509Certificate((await makeCertificate(now)).der);
  expect(read.validFromDate).toEqual(new Date(now - 30_000));
  expect(read.validToDate).toEqual(new Date(now + 7 * 24 * 3_600_000));
});
