import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  githubOf,
  organizationId,
  teamId,
  userHandle,
  userId,
} from "../../../examples/kubernetes/dnanexus/handles.ts";
import { readSource } from "../../../examples/kubernetes/source.ts";

describe("handles", () => {
  it.each([
    ["BenTheElder", "user-bentheelder"],
    ["k8s-ci-robot", "user-k8s_ci_robot"],
    ["hh", "user-hh_"],
    ["Za", "user-za_"],
    ["x", "user-x__"],
  ])("%s is %s", (login, id) => {
    expect(userId(login)).toBe(id);
    expect(githubOf(id)).toBe(login.toLowerCase());
  });

  it("keeps the case of a person's handle, whose lower case is the id", () => {
    expect(userHandle("Rajalakshmi-Girish")).toBe("Rajalakshmi_Girish");
    expect(userHandle("HH")).toBe("HH_");
  });

  it.each([
    ["kubernetes", "kubectl-admins", "org-kubernetes..kubectl_admins"],
    ["kubernetes-sigs", "kubernetes/sig-apps", "org-kubernetes_sigs..kubernetes..sig_apps"],
    [
      "kubernetes",
      "sig-k8s-infra/registry.k8s.io-admins",
      "org-kubernetes..sig_k8s_infra..registry.k8s.io_admins",
    ],
  ])("team %s/%s is %s", (organization, team, id) => {
    expect(teamId(organization, team)).toBe(id);
    expect(githubOf(id)).toBe(`${organization}/${team}`);
  });

  it.each(["a_b", "a-", "-a", "", "a.b", "a b", "é", "a/b"])("refuses the login %j", (login) => {
    expect(() => userId(login)).toThrow(/could collide/);
    expect(() => userHandle(login)).toThrow(/could collide/);
  });

  it.each(["a_b", "a..b", ".a", "a.", "a-", "", "a//b", "/a"])("refuses the team %j", (team) => {
    expect(() => teamId("kubernetes", team)).toThrow(/could collide/);
  });

  it("refuses what would be too long", () => {
    expect(organizationId("a".repeat(255))).toHaveLength(259);
    expect(() => organizationId("a".repeat(256))).toThrow(/too long/);
    expect(() => teamId("a".repeat(200), "b".repeat(60))).toThrow(/too long/);
  });

  const part = fc.stringMatching(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,8}[A-Za-z0-9])?$/);
  const team = fc.array(fc.stringMatching(/^[a-z0-9](?:[a-z0-9]|-|\.[a-z0-9]){0,8}[a-z0-9]$/), {
    minLength: 1,
    maxLength: 3,
  });

  it("gives two names one id only where they differ in case alone", () => {
    fc.assert(
      fc.property(part, part, (a, b) => (userId(a) === userId(b)) === (a.toLowerCase() === b.toLowerCase())),
    );
    fc.assert(
      fc.property(part, team, (organization, path) => {
        const name = path.join("/");
        expect(githubOf(teamId(organization, name))).toBe(`${organization}/${name}`.toLowerCase());
        expect(teamId(organization, name)).not.toBe(organizationId(organization));
      }),
    );
  });

  it("is one-to-one on every name of the source, and each id is valid on the platform", async () => {
    const { start, history, end } = await readSource();
    const ids = new Map<string, string>();
    const note = (id: string, name: string) => {
      expect(id).toMatch(/^(?:user|org)-[a-z0-9][a-z0-9._]{2,254}$/);
      expect(ids.get(id) ?? name).toBe(name);
      ids.set(id, name);
    };
    for (const fact of [...start, ...end, ...history.flatMap(({ ops }) => ops.map((op) => op.fact))]) {
      note(organizationId(fact.organization), fact.organization);
      if (fact.type !== "role")
        note(teamId(fact.organization, fact.team), `${fact.organization}/${fact.team}`);
      if ("person" in fact) note(userId(fact.person), fact.person.toLowerCase());
    }
    expect(ids.size).toBeGreaterThan(2400);
  });
});
