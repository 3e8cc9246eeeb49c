import { describe, expect, it } from "vitest";
import {
  actor,
  type OrganizationDocument,
  write,
} from "../../../examples/kubernetes/cloud-console/mapping.ts";
import { seedOf } from "../../../examples/kubernetes/cloud-console/seed.ts";
import { writeAll } from "../../../examples/kubernetes/example.ts";
import { parseFacts } from "../../../examples/kubernetes/facts.ts";
import { gather } from "../../../examples/kubernetes/github.ts";
import { endOf, named, readSource, startOf } from "../../../examples/kubernetes/source.ts";

function documents(facts: string, former = ""): readonly OrganizationDocument[] {
  return writeAll(gather(parseFacts(facts), gather(parseFacts(former))), write);
}

const mail = (login: string) => `${login}@kubernetes.example`;
const long = "a-repository-with-a-rather-long-name";
const facts = `
kube admin k8s-ci-robot
kube admin Ada
kube member Bob-B
kube member hh
kube team sig-x
kube team sig-x maintainer ada
kube team sig-x member bob-b
kube team sig-x/leads
kube team sig-x/leads maintainer k8s-ci-robot
kube team sig-x/leads member HH
kube team sig-x/leads repo ${long}=maintain
kube team sig-x repo ${long}=triage
kube team sig-x repo docs=write
`;

describe("the mapping to the Cloud Console", () => {
  it("makes one owner, administrators, groups and projects", () => {
    const region = "eastern-switzerland";
    expect(documents(facts)).toEqual([
      {
        organization: "kube",
        owners: [mail("k8s-ci-robot")],
        administrators: [mail("ada")],
        projects: new Map([
          [long, { name: "a-repository-with-a-97bb3c", region }],
          ["docs", { region }],
        ]),
        groups: new Map([
          ["everyone", { members: [mail("bob-b"), mail("hh")], projects: [] }],
          ["sig-x", { members: [mail("bob-b")], projects: [long, "docs"] }],
          ["sig-x/leads", { members: [mail("hh")], projects: [long] }],
        ]),
      },
    ]);
  });

  it("ends groups of teams that are gone; projects stay, in no group", () => {
    const [kube] = documents("kube admin ada\nkube team sig-x\nkube team sig-x member ada", facts);
    expect([...(kube?.projects?.keys() ?? [])]).toEqual([long, "docs"]);
    expect(kube?.groups).toEqual(
      new Map<string, unknown>([
        ["everyone", { members: [], projects: [] }],
        ["sig-x", { members: [], projects: [] }],
        ["sig-x/leads", { state: "absent" }],
      ]),
    );
  });

  it("leaves the actor the owner, whatever a fact says of it", () => {
    const [kube] = documents("kube member K8s-CI-robot\nkube team t member k8s-ci-robot");
    expect(kube).toMatchObject({ owners: [actor], administrators: [] });
    expect([...(kube?.groups?.values() ?? [])].map((group) => "members" in group && group.members)).toEqual([
      [],
      [],
    ]);
  });

  it("refuses what could not be told apart", () => {
    expect(() => documents("kube team everyone")).toThrow("group of all others");
    const both = `kube team t repo ${long}=read\nkube team t repo a-repository-with-a-97bb3c=read`;
    expect(() => documents(both)).toThrow("both be the project");
  });

  it("is seeded with spellings and names as people and the platform write them", () => {
    const seed = seedOf(gather(parseFacts(facts)), named(parseFacts(facts)));
    expect(seed.users.map(({ email }) => email)).toEqual(["Ada", "Bob-B", "hh", "k8s-ci-robot"].map(mail));
    const [kube] = seed.organizations;
    expect(kube?.projects).toContainEqual({
      name: "a-repository-with-a-97bb3c",
      region: "Eastern-Switzerland",
    });
    expect(kube?.groups.at(-1)).toEqual({
      name: "sig-x/leads",
      members: [mail("hh")],
      projects: ["a-repository-with-a-97bb3c"],
    });
  });
});

describe("the Kubernetes organizations on the Cloud Console", () => {
  it("have everybody in one place: administrator or everyone", async () => {
    const source = await readSource();
    for (const github of [startOf(source), endOf(source)]) {
      for (const { organization, administrators = [], groups } of writeAll(github, write)) {
        const everyone = groups?.get("everyone");
        const members = everyone !== undefined && "members" in everyone ? everyone.members : [];
        const all = [actor, ...administrators, ...members];
        expect(new Set(all).size).toBe(all.length);
        expect(all).toHaveLength(github.get(organization)?.people.size ?? 0);
        for (const group of groups?.values() ?? []) {
          if ("members" in group) expect(members).toEqual(expect.arrayContaining([...group.members]));
        }
      }
    }
  });

  it("drop what README.md says", async () => {
    const source = await readSource();
    const end = endOf(source);
    const teams = [...end.values()].flatMap((of) => [...of.teams.values()]);
    const seats = teams.flatMap(({ people }) => [...people.values()]);
    const groups = writeAll(end, write).flatMap((of) => [...(of.groups ?? [])]);
    const places = groups.flatMap(([label, of]) =>
      "members" in of && label !== "everyone" ? of.members : [],
    );
    expect([seats.length, places.length]).toEqual([3615, 3615 - 133]);
  });
});
