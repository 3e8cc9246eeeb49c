import { describe, expect, it } from "vitest";
import { parseFacts } from "../../examples/kubernetes/facts.ts";
import { type GitHub, gather } from "../../examples/kubernetes/github.ts";
import { endOf, everNamed, named, readSource, startOf } from "../../examples/kubernetes/source.ts";
import { steps } from "./steps.ts";

function show(github: GitHub): readonly string[] {
  const gone = (active: boolean) => (active ? "" : " (gone)");
  return [...github.values()].flatMap(({ name, people, teams, repositories }) => [
    `${name}: ${[...people].join(" ")}`,
    ...[...teams.values()].map(
      ({ path, active, people, levels }) =>
        `team ${path}${gone(active)}: ${[...people].join(" ")}; ${[...levels].join(" ")}`,
    ),
    ...[...repositories.values()].map(
      (each) => `repository ${each.name}${gone(each.active)}: ${[...each.levels].join(" ")}`,
    ),
  ]);
}

const facts = `
kube member Bob
kube admin Ada
kube member ada
kube team t
kube team t/u
kube team t/u maintainer bob
kube team t/u member BOB
kube team t/u repo site=write
kube team t repo docs=read
kube team t repo site=read
`;

describe("facts, put together", () => {
  it("are organizations with people, teams and repositories, sorted; two spellings are one person", () => {
    expect(show(gather(parseFacts(facts)))).toEqual([
      "kube: ada,admin bob,member",
      "team t: ; docs,read site,read",
      "team t/u: bob,maintainer; site,write",
      "repository docs: t,read",
      "repository site: t,read t/u,write",
    ]);
  });

  it("keep what is gone, empty", () => {
    const former = gather(parseFacts(`${facts}\nlost team v member eve`));
    const now = gather(parseFacts("kube admin ada\nkube team t repo docs=admin"), former);
    expect(show(now)).toEqual([
      "kube: ada,admin",
      "team t: ; docs,admin",
      "team t/u (gone): ; ",
      "repository docs: t,admin",
      "repository site (gone): ",
      "lost: ",
      "team v (gone): ; ",
    ]);
  });

  it("fill what was gone and is back", () => {
    const before = gather(parseFacts(facts));
    const gone = gather(parseFacts("kube member hh"), before);
    expect(gather(parseFacts(facts), gone)).toEqual(before);
  });

  it("are refused where two names would be one, or a team has two levels", () => {
    expect(() => gather(parseFacts("kube team T\nkube team t"))).toThrow("kube/T and kube/t would both be");
    expect(() => gather(parseFacts("kube team t repo r=read\nkube team t repo r=admin"))).toThrow(
      "kube/t has two levels on r",
    );
  });
});

describe("what facts name", () => {
  it("is everyone in the spelling that came first, the actor, and every repository", () => {
    const { people, repositories } = named(
      parseFacts("kube member Bob-B\nkube admin bob-b\nkube team t member hh\nkube team t repo r=read"),
    );
    expect([...people]).toEqual([
      ["bob-b", "Bob-B"],
      ["hh", "hh"],
      ["k8s-ci-robot", "k8s-ci-robot"],
    ]);
    expect(repositories).toEqual(new Map([["kube", new Set(["r"])]]));
  });
});

describe("the Kubernetes organizations", () => {
  it("lose nothing that 2024 had", async () => {
    const source = await readSource();
    const [before, after] = [startOf(source), endOf(source)];
    for (const [name, { teams, repositories }] of before) {
      for (const path of teams.keys()) expect(after.get(name)?.teams.has(path)).toBe(true);
      for (const each of repositories.keys()) expect(after.get(name)?.repositories.has(each)).toBe(true);
    }
    const retired = [...after.values()].flatMap(({ teams }) =>
      [...teams.values()].filter((each) => !each.active),
    );
    expect(retired).toHaveLength(48);
    expect(retired.every(({ people, levels }) => people.size + levels.size === 0)).toBe(true);
  });

  it("never have anybody in a team who is not in the organization, or a maintainer who is not an admin", async () => {
    const source = await readSource();
    const states = [startOf(source), endOf(source)];
    for (const { after } of steps(source, () => [])) states.push(after);
    let seats = 0;
    const odd: string[] = [];
    for (const { name, people, teams } of states.flatMap((github) => [...github.values()])) {
      for (const team of teams.values()) {
        for (const [login, role] of team.people) {
          seats += 1;
          if (people.get(login) !== (role === "maintainer" ? "admin" : "member"))
            odd.push(`${name}/${team.path} ${login} ${role}`);
        }
      }
    }
    expect(odd).toEqual([]);
    expect(seats).toBeGreaterThan(390 * 3000);
  });

  it("are never read without somebody or something that is ever named", async () => {
    const source = await readSource();
    const { people, repositories } = everNamed(source);
    for (const github of [startOf(source), endOf(source)]) {
      for (const organization of github.values()) {
        for (const login of organization.people.keys()) expect(people.has(login)).toBe(true);
        for (const each of organization.repositories.keys())
          expect(repositories.get(organization.name)?.has(each)).toBe(true);
      }
    }
    for (const [login, spelled] of people) expect(spelled.toLowerCase()).toBe(login);
  });
});
