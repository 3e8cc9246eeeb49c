/** Rules between what is written, found where files are loaded. */
import { describe, expect, it } from "vitest";
import { datica } from "../../../src/platforms/datica/index.ts";
import { line, load } from "../../config/support.ts";

async function said(text: string): Promise<readonly string[]> {
  const file = `platform: datica\norganization: acme\n${text}`;
  const { findings } = await load({ "acme.yaml": file }, { platforms: [datica] });
  return findings.map(line);
}

describe("grants", () => {
  it.each([
    ["admin", "an admin"],
    ["owner", "an owner"],
  ])("to an %s: there is nothing to grant", async (role, who) => {
    expect(
      await said(`members: { alice@acme.io: owner, Bob@acme.io: ${role} }
environments:
  production:
    grants: [carol@acme.io, bob@acme.io]`),
    ).toEqual([
      `acme.yaml:6:29 datica/nothing-to-grant: bob@acme.io is ${who}, and those have every environment: there is nothing to grant. Take the grant out, or make them a member.`,
    ]);
  });

  it.each([
    ["to a member", "members: { alice@acme.io: owner, bob@acme.io: member }", "[bob@acme.io]"],
    [
      "to somebody whom the file does not list",
      "manage: { members: additive }\nmembers: { alice@acme.io: owner }",
      "[bob@acme.io]",
    ],
    ["without any members written", "", "[bob@acme.io]"],
    ["taken away from an admin", "members: { bob@acme.io: admin }", "{ bob@acme.io: { state: absent } }"],
    [
      "to a member whose time is over",
      "members: { bob@acme.io: { role: member, expires: 2020-01-01 } }",
      "[bob@acme.io]",
    ],
    [
      "to an admin whose time is over",
      "members: { bob@acme.io: { role: admin, expires: 2020-01-01 } }",
      "[bob@acme.io]",
    ],
  ])("%s: nothing to say", async (_, members, grants) => {
    expect(await said(`${members}\nenvironments: { production: { grants: ${grants} } }`)).toEqual([]);
  });
});

describe("somebody who shall be absent", () => {
  it("can neither have a grant nor a place in a group", async () => {
    expect(
      await said(`members: { alice@acme.io: owner, bob@acme.io: { state: absent } }
environments: { production: { grants: [bob@acme.io] } }
groups: { Readers: { members: [alice@acme.io, bob@acme.io] } }`),
    ).toEqual([
      "acme.yaml:4:40 datica/absent-member: bob@acme.io is written as absent from the organization. Take the grant out too.",
      "acme.yaml:5:47 datica/absent-member: bob@acme.io is written as absent from the organization. Take the place in the group out too.",
    ]);
  });
});

describe("attributes and keys", () => {
  it("say what is wrong with them", async () => {
    expect(
      await said(`mfaRequired: sometimes
members: { alice: owner, bob@acme.io: boss, carol@acme.io: }
environments: { production: { pods: pod01 } }
groups: { Readers: { acls: [x, x] } }`),
    ).toMatchInlineSnapshot(`
      [
        "acme.yaml:3:14 config/wrong-type: mfaRequired is "sometimes"; write true or false.",
        "acme.yaml:4:12 config/wrong-key: "alice" cannot be a key of members: The person's e-mail address, in any case. For example: alice@example.com",
        "acme.yaml:4:39 config/unknown-value: role is "boss". Allowed: member, admin, owner.",
        "acme.yaml:4:60 config/null: "carol@acme.io" has nothing after it; write a role if it shall be there, or leave the line out.",
        "acme.yaml:5:31 config/unknown-key: "pods" is not known here; did you mean "pod"? Known: id, state, previously, name, pod, grants.",
        "acme.yaml:6:28 config/wrong-value: acls is a list; it must not hold an item twice.",
      ]
    `);
  });

  it("a person is written once, whatever the case", async () => {
    expect(await said("members: { alice@acme.io: owner, Alice@ACME.io: member }")).toMatchInlineSnapshot(`
      [
        "acme.yaml:3:34 config/duplicate-key: "Alice@ACME.io" is written twice (upper and lower case are one): here and at acme.yaml:3:12; keep one of them.",
      ]
    `);
  });
});
