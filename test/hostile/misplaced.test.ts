/** Secrets that people put where none belongs: refused, and not repeated. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { inside } from "./inside.ts";
import { leaks } from "./marks.ts";

const mark = "Mark-9f8e7d6c5b4a3210";

async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "charter-misplaced-"));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), text);
  }
  return path;
}

const acme = "platform: dnanexus\norganization: org-acme\nmembers: { user-alice: ADMIN }\n";
const connection = (lines: string): string =>
  `connections:\n  dnanexus:\n    platform: dnanexus\n${lines.replace(/^/gm, "    ")}\n`;

const files: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "a token as a credential": { "charter.yaml": connection(`credentials: { token: ${mark} }`) },
  "a token as all credentials": { "charter.yaml": connection(`credentials: ${mark}`) },
  "a token under a name of its own": { "charter.yaml": connection(`token: ${mark}`) },
  "a password under a name of its own": { "charter.yaml": connection(`password: ${mark}`) },
  "a token at the top": { "charter.yaml": `token: ${mark}\n` },
  "a token in place of a variable": {
    "charter.yaml": connection(`credentials: { token: { env: "${mark}" } }`),
  },
  "a token beside its variable": {
    "charter.yaml": connection(`credentials: { token: { env: TOKEN, value: ${mark} } }`),
  },
  "a token of a part that there is not": { "charter.yaml": connection(`credentials: { tokn: ${mark} }`) },
  "a password in a URL": { "charter.yaml": connection(`url: https://ann:${mark}@api.dnanexus.com`) },
  "a token in the query of a URL": {
    "charter.yaml": connection(`url: https://api.dnanexus.com/?token=${mark}`),
  },
  "a token in the fragment of a URL": {
    "charter.yaml": connection(`url: https://api.dnanexus.com/#${mark}`),
  },
  "a token in front of a URL": { "charter.yaml": connection(`url: ${mark}`) },
  "a password in an organization": { "acme.yaml": `${acme}password: ${mark}\n` },
  "a token in an organization": { "acme.yaml": `${acme}token: ${mark}\n` },
  "credentials in an organization": { "acme.yaml": `${acme}credentials: { token: ${mark} }\n` },
  "the password of a user": {
    "acme.yaml": `platform: cloud-elements\norganization: acme\naccounts:\n  hq:\n    users:\n      ada@example.com:\n        firstName: Ada\n        lastName: L\n        password: ${mark}\n`,
  },
  "the password of a user as a list": {
    "acme.yaml": `platform: cloud-elements\norganization: acme\naccounts:\n  hq:\n    users:\n      ada@example.com:\n        password: [${mark}]\n`,
  },
  "the password of a user under a wrong name": {
    "acme.yaml": `platform: cloud-elements\norganization: acme\naccounts:\n  hq:\n    users:\n      ada@example.com:\n        password: { value: ${mark} }\n`,
  },
};

test.each(Object.entries(files))("%s", async (_, written) => {
  const directory = await folderWith({ "acme.yaml": acme, ...written });
  const env = { CHARTER_DNANEXUS_TOKEN: "another-token-altogether" };
  for (const args of [
    ["validate"],
    ["plan", "--verbose"],
    ["validate", "--format", "json"],
    ["plan", "--format", "markdown"],
  ]) {
    const { code, stdout, stderr } = await inside([...args, "-C", directory], env);
    expect([args, code, stderr.includes("cli/bug")]).toEqual([args, 1, false]);
    expect(leaks(new Map([[args.join(" "), stdout + stderr]]), [mark])).toEqual([]);
  }
});

const surroundings: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "a password in a URL": { CHARTER_DNANEXUS_URL: `https://ann:${mark}@127.0.0.1:9` },
  "a token in the query of a URL": { CHARTER_DNANEXUS_URL: `http://127.0.0.1:9/?token=${mark}` },
  "a URL that is none": { CHARTER_DNANEXUS_URL: `https:/${mark}` },
  "a password of a proxy": {
    CHARTER_DNANEXUS_URL: "https://api.dnanexus.invalid",
    HTTPS_PROXY: `http://ann:${mark}@127.0.0.1:9`,
  },
  "a proxy that is none": {
    CHARTER_DNANEXUS_URL: "https://api.dnanexus.invalid",
    HTTPS_PROXY: `ann:${mark}@127.0.0.1:9`,
  },
  "a proxy of another protocol": {
    CHARTER_DNANEXUS_URL: "https://api.dnanexus.invalid",
    HTTPS_PROXY: `ftp://ann:${mark}@127.0.0.1:9`,
  },
  "a token over several lines": {
    CHARTER_DNANEXUS_URL: "http://127.0.0.1:9",
    CHARTER_DNANEXUS_TOKEN: `${mark}\n${mark}`,
  },
  "a token that no header can hold": {
    CHARTER_DNANEXUS_URL: "http://127.0.0.1:9",
    CHARTER_DNANEXUS_TOKEN: `${mark}\u2026`,
  },
};

test.each(Object.entries(surroundings))("in the environment: %s", async (_, own) => {
  const directory = await folderWith({ "acme.yaml": acme });
  const env = { CHARTER_DNANEXUS_TOKEN: mark, ...own };
  for (const args of [
    ["plan", "--verbose"],
    ["plan", "--format", "json"],
    ["import", "dnanexus", "--stdout"],
  ]) {
    const { code, stdout, stderr } = await inside([...args, "-C", directory, "--patience", "0"], env);
    expect([args, code, stderr + stdout]).toEqual([args, 1, expect.not.stringContaining("cli/bug")]);
    expect(leaks(new Map([[args.join(" "), stdout + stderr]]), [mark])).toEqual([]);
  }
});
