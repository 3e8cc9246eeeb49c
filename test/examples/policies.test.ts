/** The policies of the example with two organizations: it keeps to them, and who breaks them is told. */
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { validate } from "../../src/run/index.ts";

const example = resolve(import.meta.dirname, "../../examples/dnanexus-two-orgs");

/** What is said of the example once a line of one of its files is another. */
async function said(file: string, from: string, to: string): Promise<readonly string[]> {
  const directory = await mkdtemp(join(tmpdir(), "charter-policies-"));
  try {
    await cp(example, directory, { recursive: true });
    const path = join(directory, "organizations", file);
    const text = await readFile(path, "utf8");
    expect(text).toContain(from);
    await writeFile(path, text.replace(from, to));
    const { findings } = await validate({ directory });
    return findings.map(({ code, severity, address }) => `${severity} ${code} ${address ?? ""}`.trimEnd());
  } finally {
    await rm(directory, { recursive: true });
  }
}

test("the example keeps to its policies", async () => {
  expect(await validate({ directory: example })).toMatchObject({ ok: true, findings: [] });
});

test.each([
  [
    "a second administrator",
    "org-new.yaml",
    "person:cam: MEMBER",
    "person:cam: ADMIN",
    "error policy/one-administrator org-new",
  ],
  [
    "no administrator",
    "org.yaml",
    "user-ada: ADMIN",
    "user-ada: MEMBER",
    "error policy/one-administrator org-org",
  ],
  [
    "a grant of somebody's own",
    "org-new.yaml",
    "org-new: CONTRIBUTE",
    "user-eli: CONTRIBUTE",
    "error policy/no-direct-grants org-new/projects/new-study/grants/user-eli",
  ],
  [
    "an exception that has outlived its reason",
    "org.yaml",
    "      person:cam: UPLOAD\n",
    "",
    "warning config/policy",
  ],
])("%s is found", async (_, file, from, to, expected) => {
  expect(await said(file, from, to)).toEqual([expected]);
});
