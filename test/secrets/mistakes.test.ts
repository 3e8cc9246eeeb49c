/** A secret where none belongs: what is said about it does not repeat it, in any format. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import type { Finding } from "../../src/model/finding.ts";
import { annotations } from "../../src/report/findings/annotations.ts";
import { findingsMarkdown } from "../../src/report/findings/markdown.ts";
import { findingsText } from "../../src/report/findings/terminal.ts";
import { importOrganizations, plan, validate } from "../../src/run/index.ts";
import { folder } from "../cli/charter.ts";
import { expectNone } from "./search.ts";

const token = "q83Kd02xTzW7bYp5Lr9Ne4Hs";
const organization = "platform: dnanexus\norganization: org-acme\n";
const connection = "connections:\n  dnanexus:\n    platform: dnanexus\n";

/** What is looked for is there, so that nothing but silence passes. */
async function findingsOf(
  files: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
): Promise<readonly Finding[]> {
  await using dir = await folder({});
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir.path, name)), { recursive: true });
    await writeFile(join(dir.path, name), text);
  }
  const options = {
    directory: dir.path,
    env: { CHARTER_DNANEXUS_URL: "http://127.0.0.1:9", ...env },
    patience: 1,
  };
  const results = [
    await validate(options),
    await plan(options),
    await importOrganizations({ ...options, platform: "dnanexus" }),
  ];
  return results.flatMap(({ findings }) => findings);
}

function expectSilence(findings: readonly Finding[]): void {
  expect(findings.filter(({ severity }) => severity === "error")).not.toEqual([]);
  expectNone([token], {
    text: findingsText(findings, { verbose: true }),
    markdown: findingsMarkdown(findings),
    annotations: annotations(findings, ""),
    json: JSON.stringify(findings),
  });
}

test.each([
  ["a key of its own", `token: ${token}\n`],
  ["a connection's place", `connections:\n  dnanexus: ${token}\n`],
  ["the place of all connections", `connections: ${token}\n`],
  ["beside the platform", `${connection}    token: ${token}\n`],
  ["in one line with a mistake", `connections: { dnanexus: { platfrom: dnanexus, token: ${token} } }\n`],
  ["a URL's user", `${connection}    url: https://ann:${token}@api.example.com\n`],
  ["a URL's query", `${connection}    url: https://api.example.com/?token=${token}\n`],
  ["the host's URL", `${connection}    urls: { api: "https://${token}@api.example.com" }\n`],
  ["the credentials", `${connection}    credentials: ${token}\n`],
  ["a part of the credentials", `${connection}    credentials: { token: ${token} }\n`],
  ["a list", `${connection}    credentials: { token: [${token}] }\n`],
  ["another source", `${connection}    credentials: { token: { value: ${token} } }\n`],
  ["the name of a variable", `${connection}    credentials: { token: { env: ${token} } }\n`],
  ["the name of a file", `${connection}    credentials: { token: { file: ${token} } }\n`],
  ["broken YAML", `${connection}    credentials: { token: "${token}\n`],
  ["broken YAML elsewhere", `${connection}    credentials: { token: ${token} }\n  ]\n`],
  ["a tag", `${connection}    credentials: { token: !secret ${token} }\n`],
])("charter.yaml: %s", async (_, text) => {
  expectSilence(await findingsOf({ "charter.yaml": text, "acme.yaml": organization }));
});

test.each([
  ["a key of its own", `token: ${token}\n`],
  ["a key in JSON", `"api_key": "${token}"\n`],
  ["credentials", `credentials: { token: ${token} }\n`],
  ["credentials, on lines", `credentials:\n  token: ${token}\n`],
  ["on the next line", `password:\n  ${token}\n`],
  ["a block", `password: |\n  ${token}\n`],
  ["a URL", `url: https://ann:${token}@api.example.com\n`],
  ["a URL where another belongs", `samlIdP: [ "https://ann:${token}@login.example.com" ]\n`],
  ["a header", `note: "Authorization: Bearer ${token}"\n`],
  ["broken YAML", `password: "${token}\n`],
  ["a member's", `members: { user-alice: { level: ADMIN, token: ${token} } }\n`],
])("an organization's file: %s", async (_, text) => {
  expectSilence(await findingsOf({ "acme.yaml": organization + text }, { CHARTER_DNANEXUS_TOKEN: "t0ken" }));
});

test.each([
  ["the value", token],
  ["a map", `{ value: ${token} }`],
  ["a list", `[${token}]`],
  ["the name of a variable", `{ env: ${token} }`],
  ["two sources", `{ env: FIRST, value: ${token} }`],
  ["a block", `|\n        ${token}`],
])("a secret attribute: %s", async (_, value) => {
  const text = `platform: cloud-elements\norganization: acme\naccounts:\n  hq:\n    users:\n      ann@acme.io:\n        password: ${value}\n`;
  expectNone([token], { json: JSON.stringify(await findingsOf({ "acme.yaml": text })) });
});

test("a TypeScript definition with a secret in the line that throws", async () => {
  const text = `const token = "${token}"; throw new Error("no");\n`;
  expectSilence(await findingsOf({ "acme.ts": text }));
});

test.each([
  ["a user", `https://ann:${token}@api.example.com`],
  ["a query", `https://api.example.com/?token=${token}`],
  ["no URL", token],
  ["another scheme", `ftp://${token}@api.example.com`],
  ["plain http", `http://api.example.com/${token}`],
])("the URL in the environment: %s", async (_, url) => {
  expectSilence(
    await findingsOf(
      { "acme.yaml": organization },
      { CHARTER_DNANEXUS_URL: url, CHARTER_DNANEXUS_TOKEN: "t0ken" },
    ),
  );
});

test.each([
  ["that nobody answers at", `http://ann:${token}@127.0.0.1:9`],
  ["without a scheme", `ann:${token}@127.0.0.1:9`],
  ["of another scheme", `socks5://ann:${token}@127.0.0.1:9`],
  ["with a stray %", `http://ann:%${token}@127.0.0.1:9`],
  ["that is none", token],
])("a proxy %s", async (_, proxy) => {
  const env = {
    CHARTER_DNANEXUS_URL: "https://api.example.invalid",
    CHARTER_DNANEXUS_TOKEN: "t0ken",
    HTTPS_PROXY: proxy,
  };
  expectSilence(await findingsOf({ "acme.yaml": organization }, env));
});

test("a token with characters that no header can carry", async () => {
  const env = { CHARTER_DNANEXUS_TOKEN: `${token}\n${token}é` };
  expectSilence(await findingsOf({ "acme.yaml": organization }, env));
});
