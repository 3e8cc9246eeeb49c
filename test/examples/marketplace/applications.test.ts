import { describe, expect, it } from "vitest";
import { applicationsOf, clientId } from "../../../examples/kubernetes/marketplace/applications.ts";
import { everNamed, readSource } from "../../../examples/kubernetes/source.ts";

describe("applications", () => {
  it("have client ids in the shape of the platform, other ones in each organization", () => {
    expect(clientId("kubernetes", "k8s.io")).toMatch(/^k8s-io-[0-9a-f]{6}$/);
    expect(clientId("etcd-io", "website")).not.toBe(clientId("kubernetes", "website"));
  });

  it("are one for every repository that is ever named, and lead back to it", async () => {
    const { repositories } = everNamed(await readSource());
    const all = [...repositories].flatMap(([organization, names]) =>
      [...names].map((name) => ({ clientId: clientId(organization, name), name: `${organization}/${name}` })),
    );
    expect(applicationsOf(repositories)).toEqual(all);
    expect(new Set(all.map((each) => each.clientId)).size).toBe(all.length);
    for (const each of all) expect(each.clientId).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  it("are refused where two repositories would be one", () => {
    // The digests have 24 bits: among some thousands of names of one slug two are the same.
    const seen = new Map<string, string>();
    for (let number = 0; ; number += 1) {
      const organization = `o${number}`;
      const other = seen.get(clientId(organization, "x"));
      seen.set(clientId(organization, "x"), organization);
      if (other === undefined) continue;
      const both = [other, organization].map((name) => [name, ["x"]] as const);
      expect(() => applicationsOf(both)).toThrow(`${other}/x and ${organization}/x would both be`);
      return;
    }
  });
});
