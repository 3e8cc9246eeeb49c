import { describe, expect, it } from "vitest";
import { writeAll } from "../../../examples/kubernetes/example.ts";
import { parseFacts, repositoryLevels } from "../../../examples/kubernetes/facts.ts";
import { gather } from "../../../examples/kubernetes/github.ts";
import { clientId } from "../../../examples/kubernetes/marketplace/applications.ts";
import {
  actor,
  levelRoles,
  type OrganizationDocument,
  type Role,
  write,
} from "../../../examples/kubernetes/marketplace/mapping.ts";
import { seedOf } from "../../../examples/kubernetes/marketplace/seed.ts";
import { endOf, everNamed, named, readSource, startOf } from "../../../examples/kubernetes/source.ts";

function documents(facts: string, former = ""): readonly OrganizationDocument[] {
  return writeAll(gather(parseFacts(facts), gather(parseFacts(former))), write);
}

const mail = (login: string) => `${login}@kubernetes.example`;
const facts = `
kube admin Ada
kube member Bob-B
kube member hh
kube team sig-x
kube team sig-x maintainer ada
kube team sig-x member bob-b
kube team sig-x member nobody
kube team sig-x/leads
kube team sig-x/leads maintainer k8s-ci-robot
kube team sig-x/leads member HH
kube team sig-x repo docs=write
kube team sig-x/leads repo docs=admin
`;

describe("the mapping to the marketplace", () => {
  it("makes members and teams with roles, and shares", () => {
    const docs = clientId("kube", "docs");
    expect(documents(facts)).toEqual([
      {
        organization: "kube",
        members: new Map([
          [mail("ada"), "maintainer"],
          [mail("bob-b"), "viewer"],
          [mail("hh"), "viewer"],
          [mail("k8s-ci-robot"), "maintainer"],
        ]),
        applications: [],
        teams: new Map([
          [
            "sig-x",
            {
              members: new Map([
                [mail("ada"), "maintainer"],
                [mail("bob-b"), "editor"],
              ]),
              applications: [docs],
            },
          ],
          [
            "sig-x/leads",
            {
              members: new Map([
                [mail("hh"), "maintainer"],
                [mail("k8s-ci-robot"), "maintainer"],
              ]),
              applications: [docs],
            },
          ],
        ]),
      },
    ]);
  });

  it.each<[string, Role]>([
    ["", "viewer"],
    ["read", "viewer"],
    ["triage", "reviewer"],
    ["write", "editor"],
    ["maintain", "editor"],
    ["admin", "maintainer"],
    ["admin write", "editor"],
    ["write triage", "reviewer"],
  ])("levels %j are the role %s", (levels, role) => {
    const grants = levels.split(" ").filter((level) => level !== "");
    const lines = grants.map((level, index) => `kube team t repo r${index}=${level}`);
    const [kube] = documents(["kube member bob", "kube team t member bob", ...lines].join("\n"));
    const team = kube?.teams?.get("t");
    expect(team !== undefined && "members" in team && team.members.get(mail("bob"))).toBe(role);
  });

  it("ends teams that are gone", () => {
    const [kube] = documents("kube member hh", facts);
    expect(kube?.teams).toEqual(
      new Map([
        ["sig-x", { state: "absent" }],
        ["sig-x/leads", { state: "absent" }],
      ]),
    );
  });

  it("leaves the actor a maintainer, and seeds it as the owner of all applications", () => {
    const seed = seedOf(gather(parseFacts(facts)), named(parseFacts(facts)));
    expect(seed.organizations[0]?.members[actor]).toBe("maintainer");
    expect(seed.applications).toEqual([
      { clientId: clientId("kube", "docs"), name: "kube/docs", owner: actor },
    ]);
    expect(seed.users.map(({ email }) => email)).toContain(mail("Bob-B"));
  });
});

describe("the Kubernetes organizations on the marketplace", () => {
  it("let nobody do more in a team than on GitHub", async () => {
    const ladder: readonly Role[] = ["viewer", "reviewer", "editor", "maintainer"];
    const source = await readSource();
    for (const github of [startOf(source), endOf(source)]) {
      for (const { organization, teams } of writeAll(github, write)) {
        for (const [path, team] of teams ?? []) {
          if (!("members" in team)) continue;
          const { people, levels } = github.get(organization)?.teams.get(path) ?? {};
          for (const [login, seat] of people ?? []) {
            // A maintainer of a team is an admin of the organization, and of all that is in it.
            if (seat === "maintainer") continue;
            const given = ladder.indexOf(team.members.get(mail(login)) ?? "viewer");
            for (const level of levels?.values() ?? [])
              expect(given).toBeLessThanOrEqual(ladder.indexOf(levelRoles[level]));
          }
        }
      }
    }
    expect(repositoryLevels.map((level) => ladder.indexOf(levelRoles[level]))).toEqual([0, 1, 2, 2, 3]);
  });

  it("drop what README.md says, and no seat", async () => {
    const source = await readSource();
    const end = endOf(source);
    const mixed = [...end.values()].flatMap(({ name, teams }) =>
      [...teams.values()]
        .filter(({ levels }) => new Set(levels.values()).size > 1)
        .map(({ path }) => `${name}/${path}`),
    );
    expect(mixed).toEqual([
      "kubernetes/sig-release/release-engineering/release-managers",
      "kubernetes/sig-release/release-team/release-team-leads",
      "kubernetes/sig-release/sig-release-pms",
    ]);
    const seats = writeAll(end, write).flatMap(({ teams }) =>
      [...(teams?.values() ?? [])].flatMap((team) => ("members" in team ? [...team.members] : [])),
    );
    expect(seats).toHaveLength(3615);
    const shares = writeAll(end, write).flatMap(({ teams }) =>
      [...(teams?.values() ?? [])].flatMap((team) => ("members" in team ? team.applications : [])),
    );
    expect(shares).toHaveLength(631);
    const owned = new Set(seedOf(end, everNamed(source)).applications.map((each) => each.clientId));
    for (const share of shares) expect(owned.has(share)).toBe(true);
  });
});
