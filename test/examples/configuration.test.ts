import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { desiredState } from "../../examples/kubernetes/resources.ts";
import { endModel, readSource } from "../../examples/kubernetes/source.ts";
import { loadConfiguration } from "../../src/config/load.ts";
import { dnanexus } from "../../src/platforms/dnanexus/index.ts";

describe("the committed configuration", () => {
  it("says what the replay plans with", async () => {
    const { configuration, findings } = await loadConfiguration({
      directory: fileURLToPath(new URL("../../examples/kubernetes/config", import.meta.url)),
      platforms: [dnanexus],
      now: new Date("2026-08-21"),
    });
    expect(findings).toEqual([]);
    const [only, ...others] = configuration?.connections ?? [];
    expect([only?.connection.name, others]).toEqual(["dnanexus", []]);

    const expected = desiredState(endModel(await readSource()));
    expect(only?.organizations).toEqual([...expected.resources.keys()].filter((key) => !key.includes("/")));
    const plain = [...(only?.desired.resources.values() ?? [])].map(({ source: _, ...resource }) => resource);
    const byAddress = new Map(plain.map((resource) => [resource.address, resource]));
    expect(byAddress.size).toBe(expected.resources.size);
    for (const [address, resource] of expected.resources) {
      expect({ ...byAddress.get(address) }).toEqual(resource);
    }
    expect(new Map(only?.desired.managed)).toEqual(expected.managed);
  });
});
