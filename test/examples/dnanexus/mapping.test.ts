import { describe, expect, it } from "vitest";
import { actor, type OrganizationDocument, write } from "../../../examples/kubernetes/dnanexus/mapping.ts";
import { seedOf } from "../../../examples/kubernetes/dnanexus/seed.ts";
import { writeAll } from "../../../examples/kubernetes/example.ts";
import { parseFacts } from "../../../examples/kubernetes/facts.ts";
import { gather } from "../../../examples/kubernetes/github.ts";
import { endOf, everNamed, readSource, startOf } from "../../../examples/kubernetes/source.ts";

function documents(facts: string, former = ""): readonly OrganizationDocument[] {
  return writeAll(gather(parseFacts(facts), gather(parseFacts(former))), write);
}

function show(all: readonly OrganizationDocument[]): string {
  return all
    .flatMap(({ organization, name, members, projects }) => [
      `${organization} "${name}"`,
      ...[...(members ?? [])].map(([id, level]) => `  ${id} ${level}`),
      ...[...(projects ?? [])].flatMap(([label, { grants }]) => [
        `  ${label}`,
        ...[...grants].map(([id, level]) => `    ${id} ${level}`),
      ]),
    ])
    .join("\n");
}

const facts = `
kube admin Ada
kube member ada
kube member Bob-B
kube member hh
kube team sig-x
kube team sig-x member bob-b
kube team sig-x/leads
kube team sig-x/leads maintainer bob-b
kube team sig-x/leads member ADA
kube team sig-x/leads repo site.io=maintain
kube team sig-x repo site.io=triage
kube team sig-x repo docs=write
`;

describe("the mapping to DNAnexus", () => {
  it("makes organizations, members, projects and grants", () => {
    expect(show(documents(facts))).toMatchInlineSnapshot(`
      "org-kube "kube"
        user-ada ADMIN
        user-bob_b MEMBER
        user-hh_ MEMBER
        user-k8s_ci_robot ADMIN
        docs
          org-kube..sig_x CONTRIBUTE
          user-k8s_ci_robot ADMINISTER
        site.io
          org-kube..sig_x VIEW
          org-kube..sig_x..leads ADMINISTER
          user-k8s_ci_robot ADMINISTER
      org-kube..sig_x "kube/sig-x"
        user-bob_b MEMBER
        user-k8s_ci_robot ADMIN
      org-kube..sig_x..leads "kube/sig-x/leads"
        user-ada MEMBER
        user-bob_b ADMIN
        user-k8s_ci_robot ADMIN"
    `);
  });

  it.each([
    ["read", "VIEW"],
    ["triage", "VIEW"],
    ["write", "CONTRIBUTE"],
    ["maintain", "ADMINISTER"],
    ["admin", "ADMINISTER"],
  ])("%s is %s", (level, expected) => {
    const [home] = documents(`kube team t repo r=${level}`);
    expect(home?.projects?.get("r")?.grants.get("org-kube..t")).toBe(expected);
  });

  it("keeps what is gone, with nobody but the actor", () => {
    expect(
      show(documents("kube member hh\nkube team sig-x\nkube team sig-x repo docs=read", facts)),
    ).toMatchInlineSnapshot(`
        "org-kube "kube"
          user-hh_ MEMBER
          user-k8s_ci_robot ADMIN
          docs
            org-kube..sig_x VIEW
            user-k8s_ci_robot ADMINISTER
          site.io
            user-k8s_ci_robot ADMINISTER
        org-kube..sig_x "kube/sig-x"
          user-k8s_ci_robot ADMIN
        org-kube..sig_x..leads "kube/sig-x/leads"
          user-k8s_ci_robot ADMIN"
      `);
  });

  it("leaves the actor ADMIN, whatever a fact says", () => {
    const all = documents("kube member k8s-ci-robot\nkube team t member K8s-CI-robot");
    expect(all.map(({ members }) => members?.get(actor))).toEqual(["ADMIN", "ADMIN"]);
  });
});

describe("the Kubernetes organizations on DNAnexus", () => {
  it("have their actor everywhere, and what is gone has nobody else", async () => {
    const source = await readSource();
    const end = endOf(source);
    for (const { members, projects } of [...writeAll(startOf(source), write), ...writeAll(end, write)]) {
      expect(members?.get(actor)).toBe("ADMIN");
      for (const { grants } of projects?.values() ?? []) expect(grants.get(actor)).toBe("ADMINISTER");
    }
    const gone = [...end.values()].flatMap(({ name, teams }) =>
      [...teams.values()].filter((team) => !team.active).map((team) => `${name}/${team.path}`),
    );
    const emptied = writeAll(end, write).filter(({ name = "" }) => gone.includes(name));
    expect(emptied).toHaveLength(48);
    expect(emptied.every(({ members }) => members?.size === 1)).toBe(true);
  });

  it("are seeded with everyone who is ever named", async () => {
    const source = await readSource();
    const seed = seedOf(startOf(source), everNamed(source));
    const users = new Set(seed.users.map((user) => user.id));
    expect(users.size).toBe(seed.users.length);
    expect(users.size).toBe(everNamed(source).people.size);
    for (const user of seed.users) expect(user.id).toBe(`user-${user.handle.toLowerCase()}`);
    for (const github of [startOf(source), endOf(source)]) {
      for (const { members } of writeAll(github, write)) {
        for (const id of members?.keys() ?? []) expect(users.has(id)).toBe(true);
      }
    }
    expect(seed.orgs.filter((org) => org.billable)).toHaveLength(8);
    const ids = new Set(seed.orgs.map((org) => org.id));
    for (const project of seed.projects) {
      expect(ids.has(project.billTo)).toBe(true);
      for (const id of Object.keys(project.permissions)) expect(ids.has(id) || users.has(id)).toBe(true);
    }
  });
});
