/**
 * Everything that reads what people write: never throws, says only places that are in the file, accepts nothing half;
 * and what is accepted means the same once it was put into its usual form.
 */
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { stringify } from "yaml";
import { byConnection } from "../../src/config/connections.ts";
import { configurationDigest } from "../../src/config/digest.ts";
import { createFindings } from "../../src/config/findings.ts";
import { formOf } from "../../src/config/form.ts";
import { formatText } from "../../src/config/format.ts";
import { readDocuments } from "../../src/config/load.ts";
import { readOrganizations } from "../../src/config/organization.ts";
import { defaultSettings, readSettings, settingsFile } from "../../src/config/settings.ts";
import type { Finding } from "../../src/model/finding.ts";
import { platforms } from "../../src/platforms/registry.ts";
import { expectHarmless } from "./rendering.ts";
import type { Target } from "./target.ts";
import { edited } from "./texts.ts";

const examples = resolve(import.meta.dirname, "../../examples");

/** Every YAML file of the examples of the platforms. */
async function samples(): Promise<readonly string[]> {
  const texts: string[] = [];
  for (const { name } of platforms) {
    const folder = join(examples, name, "organizations");
    for (const file of await readdir(folder)) {
      if (file.endsWith(".yaml")) texts.push(await readFile(join(folder, file), "utf8"));
    }
  }
  return texts;
}

/** What the text of a file means: a digest; or null, and then why is among the findings. */
function meaningOf(
  file: string,
  text: string,
): { readonly digest: string | null; readonly findings: readonly Finding[] } {
  const findings = createFindings();
  const documents = readDocuments(file, text, platforms, findings);
  const organizations = readOrganizations(documents, platforms, "2026-01-01", findings);
  const connections = byConnection(organizations, defaultSettings, findings);
  for (const { desired } of connections) {
    for (const [address, resource] of desired.resources) assert.equal(address, resource.address);
    for (const { source } of desired.resources.values()) source?.position();
  }
  const digest = findings.errors() > 0 ? null : configurationDigest(defaultSettings, connections);
  return { digest, findings: findings.list() };
}

/** Every finding points into the file, shows the line that is there, and is a sentence. */
function expectPlaces(findings: readonly Finding[], file: string, text: string): void {
  const lines = text.replace(/^\ufeff/, "").split(/\r?\n/);
  for (const { position, excerpt, message, code } of findings) {
    assert.match(code, /^[a-z-]+\/[a-z-]+$/);
    assert.notEqual(message.trim(), "");
    assert.ok(position !== undefined, message);
    assert.equal(position.file, file);
    const line = lines[position.line - 1];
    assert.ok(line !== undefined, `${position.line} of ${lines.length} lines: ${message}`);
    assert.ok(
      position.column >= 1 && position.column <= line.length + 1,
      `${position.line}:${position.column} ${message}`,
    );
    if (excerpt !== undefined)
      assert.ok(excerpt.length <= 500 && line.startsWith(excerpt.slice(0, 50)), excerpt);
  }
  expectHarmless(findings);
}

function expectExact(file: string, text: string): void {
  const { digest, findings } = meaningOf(file, text);
  expectPlaces(findings, file, text);
  if (digest === null) return;
  const once = formatText(text, platforms, file);
  assert.equal(meaningOf(file, once.text).digest, digest, "formatting changed the meaning");
  assert.equal(
    formatText(once.text, platforms, file).text,
    once.text,
    "formatting twice is not formatting once",
  );
}

const mutated: Target = {
  name: "configuration/examples",
  runs: 60,
  property: async () => {
    const texts = await samples();
    for (const text of texts) assert.notEqual(meaningOf("a.yaml", text).digest, null);
    return fc.property(edited(texts), (text) => expectExact("a.yaml", text));
  },
};

/** Names that mean something somewhere in a file. */
const words: readonly string[] = [
  ...new Set([
    ...platforms.flatMap((platform) => {
      const visit = (form: ReturnType<typeof formOf>): readonly string[] => [
        form.kind.key.example,
        ...[...form.members].flatMap(([name, member]) =>
          member.type === "collection" ? [name, ...visit(member.form)] : [name],
        ),
      ];
      return visit(formOf(platform));
    }),
    "state",
    "absent",
    "present",
    "expires",
    "2099-12-31",
    "2020-01-01",
    "previously",
    "id",
    "manage",
    "additive",
    "ignore",
    "connection",
    "__proto__",
    "constructor",
    "x".repeat(300),
  ]),
];

const { tree } = fc.letrec<{ readonly tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom<unknown>(
      ...words,
      null,
      true,
      7,
      -0,
      Number.POSITIVE_INFINITY,
      "",
      " ",
      "ADMIN",
      "VIEW",
      "owner",
      "member",
    ),
    fc.string({ unit: "binary", maxLength: 5 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 4 })), tie("tree"), {
      maxKeys: 5,
    }),
    fc.array(tie("tree"), { maxLength: 4 }),
  ),
}));

const trees: Target = {
  name: "configuration/trees",
  runs: 300,
  property: async () =>
    fc.property(
      fc.nat(platforms.length - 1).map((index) => platforms[index]?.name ?? ""),
      fc.dictionary(fc.constantFrom(...words), tree, { maxKeys: 6 }),
      fc.boolean(),
      (name, members, json) => {
        const platform = platforms.find((each) => each.name === name);
        const organization = platform === undefined ? "x" : formOf(platform).kind.key.example;
        const document = { platform: name, organization, ...members };
        if (json) expectExact("a.json", JSON.stringify(document, null, 1));
        else expectExact("a.yaml", stringify(document));
      },
    ),
};

const bytes: Target = {
  name: "configuration/bytes",
  runs: 300,
  property: async () =>
    fc.property(
      fc.constantFrom("a.yaml", "a.json"),
      fc.oneof(fc.string({ unit: "binary", maxLength: 200 }), fc.json()),
      fc.boolean(),
      (file, text, ours) => expectExact(file, ours ? `platform: dnanexus\n${text}` : text),
    ),
};

const settings: Target = {
  name: "configuration/settings",
  runs: 40,
  property: async () => {
    const sample = [
      await readFile(join(examples, "dnanexus-two-orgs", settingsFile), "utf8"),
      "connections:\n  production:\n    platform: dnanexus\n    url: https://api.dnanexus.com\n    credentials: { token: { file: /run/secrets/x } }\n    requestsPerSecond: 100\n  hospital:\n    platform: datica\n    url: https://auth.example.org\n    urls: { paas: https://paas.example.org }\n    credentials: { email: { env: A }, password: { file: b } }\nguards:\n  removals: { ratio: 0.25, from: 4, count: 50 }\n  admins: { minimum: 2 }\nstore: .charter\n",
    ];
    return fc.property(
      fc.oneof(
        edited(sample),
        fc.string({ unit: "binary" }),
        tree.map((value) => stringify(value)),
      ),
      (text) => {
        const findings = createFindings();
        const read = readSettings(text, platforms, findings);
        expectPlaces(findings.list(), settingsFile, text);
        assert.equal(read === null, findings.errors() > 0);
        for (const { urls, credentials } of read?.connections.values() ?? []) {
          for (const url of Object.values(urls)) assert.equal(new URL(url).password, "");
          for (const source of Object.values(credentials)) assert.ok("env" in source || "file" in source);
        }
      },
    );
  },
};

export const configurationTargets: readonly Target[] = [mutated, trees, bytes, settings];
