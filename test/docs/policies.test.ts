/** The policies of the documentation: each is found where it is broken, and none where none is. */
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { platforms } from "../../src/platforms/registry.ts";
import { load } from "../config/support.ts";

const text = await readFile(join(resolve(import.meta.dirname, "../.."), "docs/configuration.md"), "utf8");
const section = text.split("\n## Policies\n")[1]?.split("\n## ")[0] ?? "";
const [first = "", second = ""] = [...section.matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(
  ([, body]) => body ?? "",
);

const acme = "platform: dnanexus\norganization: org-acme\n";
const cloud = "platform: cloud-console\norganization: acme\n";
const administrators = "{ user-root: ADMIN, user-ann: ADMIN }";
const production = (grants: string, overrides = "{ copy: no-one, download: no-one }") =>
  `${acme}projects: { prod-a: { overrides: ${overrides}, grants: ${grants} } }\n`;
const group = (members: string) => `${cloud}groups: { break-glass: { members: ${members} } }\n`;

/** By name: a file that keeps to the policy, and one that breaks it. */
const cases: Readonly<Record<string, readonly [string, string]>> = {
  "admins-in-security-files": [
    `${acme}members: { user-root: ADMIN, user-bob: MEMBER }\n`,
    `${acme}members: ${administrators}\n`,
  ],
  "no-direct-grants": [production("{ org-acme: VIEW }"), production("{ user-ann: VIEW }")],
  "short-lived": [
    production("{ org-acme: { level: CONTRIBUTE, expires: 2027-02-21 } }"),
    production("{ org-acme: { level: CONTRIBUTE, expires: 2027-02-22 } }"),
  ],
  "two-administrators": [`${acme}members: ${administrators}\n`, `${acme}members: { user-root: ADMIN }\n`],
  "nothing-leaves": [production("{}"), production("{}", "{ copy: no-one }")],
  "staff-only": [
    `${cloud}administrators: [ann@ACME.io]\n`,
    `${cloud}administrators: [ann@acme.io.example.org]\n`,
  ],
  "two-people": [group("[ann@acme.io, bob@acme.io]"), group("[ann@acme.io]")],
};

const policies = [first, second].flatMap((body) =>
  Object.keys(parse(body).policies).map((name) => [name, body] as const),
);

test("all of them are tried", () => {
  expect(policies.map(([name]) => name)).toEqual(Object.keys(cases));
});

test.each(policies)("%s", async (name, settings) => {
  const [kept = "", broken = ""] = cases[name] ?? [];
  const said = async (file: string) => {
    const { findings } = await load({ "charter.yaml": settings, "acme.yaml": file }, { platforms });
    // Beside the policy itself only that what another of them names is not written here.
    expect(findings.filter(({ code }) => !/^policy\/|^config\/policy$/.test(code))).toEqual([]);
    expect(findings.filter(({ code, severity }) => code === "config/policy" && severity === "error")).toEqual(
      [],
    );
    return findings.map(({ code }) => code).filter((code) => code === `policy/${name}`);
  };
  expect(await said(kept)).toEqual([]);
  expect(await said(broken)).not.toEqual([]);
});
