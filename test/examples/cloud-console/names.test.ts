import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { projectName, projectNames } from "../../../examples/kubernetes/cloud-console/names.ts";
import { everNamed, readSource } from "../../../examples/kubernetes/source.ts";

describe("names of projects", () => {
  it.each([
    ["k8s.io", "k8s.io"],
    ["123456789-123456789-1234567", "123456789-123456789-1234567"],
    ["123456789-123456789-12345678", "123456789-123456789-c59f1d"],
    ["cluster-api-provider-digitalocean", "cluster-api-provider-4fcc9a"],
  ])("%s is %s", (repository, name) => {
    expect(projectName(repository)).toBe(name);
  });

  it("end in a digest of the whole where they were cut", () => {
    const name = fc.stringMatching(/^[a-z0-9]([a-z0-9.-]{0,60}[a-z0-9])?$/);
    fc.assert(
      fc.property(name, name, (a, b) => {
        expect(projectName(a).length).toBeLessThanOrEqual(27);
        if (a.length > 27) expect(projectName(a)).toMatch(/[^-._]-[0-9a-f]{6}$/);
        if (a.length > 27 && b.length > 27 && a !== b) expect(projectName(a)).not.toBe(projectName(b));
      }),
    );
  });

  it("lead back to the repository", () => {
    const long = "cluster-api-provider-digitalocean";
    expect(projectNames(["docs", long]).get(projectName(long))).toBe(long);
    // A repository that is called what another one is cut to.
    expect(() => projectNames([long, projectName(long)])).toThrow(`both be the project ${projectName(long)}`);
  });

  it("do so for every repository that is ever named", async () => {
    const { repositories } = everNamed(await readSource());
    let [all, cut] = [0, 0];
    for (const names of repositories.values()) {
      const table = projectNames(names);
      expect(new Set(table.values())).toEqual(names);
      for (const [name, repository] of table) {
        expect(name).toBe(projectName(repository));
        all += 1;
        if (name !== repository) cut += 1;
      }
    }
    expect([all, cut]).toEqual([353, 41]);
  });
});
