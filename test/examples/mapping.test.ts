import { describe, expect, it } from "vitest";
import { parseFacts } from "../../examples/kubernetes/facts.ts";
import { actor, type Model, mapFacts, people } from "../../examples/kubernetes/mapping.ts";
import { startSeed } from "../../examples/kubernetes/seed.ts";
import { endModel, everybody, readSource, startModel } from "../../examples/kubernetes/source.ts";

function show(model: Model): string {
  return [...model.values()]
    .flatMap((of) => [
      `${of.id} "${of.name}"${of.active ? "" : " retired"}`,
      ...[...of.members].map(([id, level]) => `  ${id} ${level}`),
      ...[...of.projects.values()].flatMap((project) => [
        `  ${project.name}${project.active ? "" : " retired"}`,
        ...[...project.grants].map(([id, level]) => `    ${id} ${level}`),
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

describe("the mapping", () => {
  it("makes organizations, members, projects and grants", () => {
    expect(show(mapFacts(parseFacts(facts)))).toMatchInlineSnapshot(`
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
    const model = mapFacts(parseFacts(`kube team t repo r=${level}`));
    expect(model.get("org-kube")?.projects.get("r")?.grants.get("org-kube..t")).toBe(expected);
  });

  it("keeps what is gone, with nobody but the actor", () => {
    const former = mapFacts(parseFacts(facts));
    const model = mapFacts(
      parseFacts("kube member hh\nkube team sig-x\nkube team sig-x repo docs=read"),
      former,
    );
    expect(show(model)).toMatchInlineSnapshot(`
      "org-kube "kube"
        user-hh_ MEMBER
        user-k8s_ci_robot ADMIN
        docs
          org-kube..sig_x VIEW
          user-k8s_ci_robot ADMINISTER
        site.io retired
          user-k8s_ci_robot ADMINISTER
      org-kube..sig_x "kube/sig-x"
        user-k8s_ci_robot ADMIN
      org-kube..sig_x..leads "kube/sig-x/leads" retired
        user-k8s_ci_robot ADMIN"
    `);
  });

  it("fills what was gone and is back", () => {
    const gone = mapFacts(parseFacts("kube member hh"), mapFacts(parseFacts(facts)));
    expect(show(mapFacts(parseFacts(facts), gone))).toBe(show(mapFacts(parseFacts(facts))));
  });

  it("leaves the actor ADMIN, whatever a fact says", () => {
    const model = mapFacts(parseFacts("kube member k8s-ci-robot\nkube team t member K8s-CI-robot"));
    expect([...model.values()].map((of) => of.members.get(actor))).toEqual(["ADMIN", "ADMIN"]);
  });

  it("throws where two names would be one, or a team has two levels", () => {
    expect(() => mapFacts(parseFacts("kube team T\nkube team t"))).toThrow("kube/T and kube/t would both be");
    expect(() => mapFacts(parseFacts("kube team t repo r=read\nkube team t repo r=admin"))).toThrow(
      "two levels",
    );
  });

  it("gives everyone the spelling that came first", () => {
    expect([...people(parseFacts("kube member Bob-B\nkube admin bob-b\nkube team t member hh"))]).toEqual([
      ["user-bob_b", "Bob_B"],
      ["user-hh_", "hh_"],
      ["user-k8s_ci_robot", "k8s_ci_robot"],
    ]);
  });
});

describe("the Kubernetes organizations", () => {
  it("have their actor everywhere", async () => {
    const source = await readSource();
    for (const of of [...startModel(source).values(), ...endModel(source).values()]) {
      expect(of.members.get(actor)).toBe("ADMIN");
      for (const project of of.projects.values()) expect(project.grants.get(actor)).toBe("ADMINISTER");
    }
  });

  it("lose nothing that 2024 had: it stays, emptied", async () => {
    const source = await readSource();
    const [before, after] = [startModel(source), endModel(source)];
    for (const of of before.values()) {
      expect(after.get(of.id)?.name).toBe(of.name);
      for (const name of of.projects.keys()) expect(after.get(of.id)?.projects.has(name)).toBe(true);
    }
    const retired = [...after.values()].filter((of) => !of.active);
    expect(retired).toHaveLength(48);
    expect(retired.every((of) => of.members.size === 1)).toBe(true);
  });

  it("are seeded with everyone who is ever named", async () => {
    const source = await readSource();
    const seed = startSeed(source);
    const users = new Set(seed.users.map((user) => user.id));
    expect(users.size).toBe(seed.users.length);
    for (const user of seed.users) expect(user.id).toBe(`user-${user.handle.toLowerCase()}`);
    for (const model of [startModel(source), endModel(source)]) {
      for (const of of model.values()) for (const id of of.members.keys()) expect(users.has(id)).toBe(true);
    }
    expect([...everybody(source).keys()]).toEqual([...users]);
    expect(seed.orgs.filter((org) => org.billable).map((org) => org.name)).toHaveLength(8);
    const ids = new Set(seed.orgs.map((org) => org.id));
    for (const project of seed.projects) {
      expect(ids.has(project.billTo)).toBe(true);
      for (const id of Object.keys(project.permissions)) expect(ids.has(id) || users.has(id)).toBe(true);
    }
  });
});
