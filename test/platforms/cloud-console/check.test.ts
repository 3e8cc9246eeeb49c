/** Rules between what is written of one organization, from the file to the line that they name. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { validate } from "../../../src/run/index.ts";

/** The findings of a file, each as `code address: first words`. */
async function findingsIn(text: string): Promise<readonly string[]> {
  const directory = await mkdtemp(join(tmpdir(), "charter-check-"));
  try {
    await writeFile(join(directory, "acme.yaml"), `platform: cloud-console\norganization: acme\n${text}`);
    const { findings } = await validate({ directory, env: {} });
    return findings.map(({ code, address, position, message }) => {
      const [sentence] = message.split(/(?<=[.:?])\s/);
      return `${code} ${address}:${position?.line} ${sentence}`;
    });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const id = "0123456789abcdef0123456789abcdef";

describe("an organization's file", () => {
  it.each([
    ["one owner", "owners: [a@x]"],
    ["one owner, and one who leaves", "owners: { a@x: {}, b@x: { state: absent } }"],
    ["no word of owners", "administrators: [a@x]"],
    ["owner-to-be and former owner", "owners: [b@x]\nadministrators: [a@x]"],
    [
      "an administrator who leaves for a group",
      "administrators: { a@x: { state: absent } }\ngroups: { web: { members: [a@x] } }",
    ],
    ["a member of two groups", "groups: { web: { members: [a@x] }, ml: { members: [a@x] } }"],
    [
      "billing beside any place but the owner's",
      "administrators: [a@x]\nbillingAdministrators: [a@x, b@x]\ngroups: { web: { members: [b@x] } }",
    ],
    [
      "a project of a group by its label",
      "projects: { web: { region: vienna } }\ngroups: { g: { projects: [web] } }",
    ],
    ["a project of a group by its id", `groups: { g: { projects: [${id}] } }`],
    [
      "an id beside labels",
      `projects: { web: { region: vienna } }\ngroups: { g: { projects: [web, ${id}] } }`,
    ],
    [
      "a place in a group that goes with its project",
      "projects: { web: { state: absent } }\ngroups: { g: { projects: { web: { state: absent } } } }",
    ],
    ["an organization that shall go", "state: absent"],
  ])("may have %s", async (_name, text) => {
    expect(await findingsIn(text)).toEqual([]);
  });

  it.each([
    [
      "two owners",
      "owners:\n  - a@x\n  - B@x",
      [
        "cloud-console/one-owner acme/owners/b@x:5 An organization has exactly one owner, and both a@x and b@x are written.",
      ],
    ],
    ["no owner", "owners: []", ["cloud-console/one-owner acme:2 Ownership can only be handed on:"]],
    [
      "an owner who leaves and nobody after",
      "owners: { a@x: { state: absent } }",
      ["cloud-console/one-owner acme/owners/a@x:3 Ownership can only be handed on:"],
    ],
    [
      "the owner among the administrators",
      "owners: [a@x]\nadministrators: [A@X]",
      [
        "cloud-console/owner-and-administrator acme/administrators/a@x:4 a@x is written as the owner, who is no administrator beside it.",
      ],
    ],
    [
      "the owner on the billing list",
      "owners: [a@x]\nbillingAdministrators: [a@x]",
      [
        "cloud-console/owner-and-billing acme/billingAdministrators/a@x:4 a@x is written as the owner, who sees the billing anyway and is never on this list.",
      ],
    ],
    [
      "an administrator in groups",
      "administrators: [a@x]\ngroups:\n  web: { members: [a@x] }\n  ml: { members: [b@x, a@x] }",
      [
        "cloud-console/manager-in-group acme/groups/web/members/a@x:5 a@x is written as administrator and in acme/groups/web:",
        "cloud-console/manager-in-group acme/groups/ml/members/a@x:6 a@x is written as administrator and in acme/groups/ml:",
      ],
    ],
    [
      "the owner in a group",
      "owners: [a@x]\ngroups: { web: { members: [a@x] } }",
      [
        "cloud-console/manager-in-group acme/groups/web/members/a@x:4 a@x is written as owner and in acme/groups/web:",
      ],
    ],
    [
      "a project of a group that nobody wrote",
      "projects: { web: { region: vienna } }\ngroups: { g: { projects: [wbe] } }",
      ["cloud-console/no-such-project acme/groups/g/projects/wbe:4 No project is written as wbe."],
    ],
    [
      "a label where no projects are written",
      "groups: { g: { projects: [web] } }",
      ["cloud-console/no-such-project acme/groups/g/projects/web:3 No project is written as web."],
    ],
    [
      "something that is nearly an id",
      `groups: { g: { projects: [${id.slice(1)}, ${id.toUpperCase()}] } }`,
      [
        `cloud-console/no-such-project acme/groups/g/projects/${id.slice(1)}:3 No project is written as ${id.slice(1)}.`,
        `cloud-console/no-such-project acme/groups/g/projects/${id.toUpperCase()}:3 No project is written as ${id.toUpperCase()}.`,
      ],
    ],
    [
      "a project of a group that shall be absent",
      "projects: { web: { state: absent } }\ngroups: { g: { projects: [web] } }",
      [
        "cloud-console/no-such-project acme/groups/g/projects/web:4 The project web shall be absent, and with it goes its place here.",
      ],
    ],
    [
      "a label that is no name of a project",
      "projects: { a/b: { region: vienna } }",
      ['cloud-console/name acme/projects/a%2Fb:3 "a/b" cannot be the name of a project:'],
    ],
  ])("may not have %s", async (_name, text, findings) => {
    expect(await findingsIn(text)).toEqual(findings);
  });

  it.each([
    ["a region in display case", "projects: { web: { region: Vienna } }", "region"],
    ["a project's name with a slash", "projects: { web: { name: a/b, region: vienna } }", "name"],
    [
      "a project's name of 28 characters",
      `projects: { web: { name: ${"x".repeat(28)}, region: vienna } }`,
      "name",
    ],
    ["an empty name", 'name: ""', "name"],
  ])("may not have %s", async (_name, text, attribute) => {
    const found = await findingsIn(text);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^config\//);
    expect(found[0]).toContain(attribute);
  });
});
