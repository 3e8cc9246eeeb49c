import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { examples } from "../../examples/kubernetes/examples.ts";
import { endOf, readSource } from "../../examples/kubernetes/source.ts";
import { loadConfiguration } from "../../src/config/load.ts";
import { desiring } from "./desired.ts";
import { platformOf } from "./platform.ts";

describe.each(examples.map((example) => [example.platform, example] as const))(
  "the committed configuration for %s",
  (name, example) => {
    it("says what the replay plans with", async () => {
      const platform = platformOf(example);
      const { configuration, findings } = await loadConfiguration({
        directory: fileURLToPath(new URL(`../../examples/kubernetes/${name}/config`, import.meta.url)),
        platforms: [platform],
        now: new Date("2026-08-21"),
      });
      expect(findings).toEqual([]);
      const [only, ...others] = configuration?.connections ?? [];
      expect([only?.connection.name, others]).toEqual([name, []]);

      const expected = desiring(example, platform)(endOf(await readSource()));
      const roots = [...expected.resources.keys()].filter((key) => !key.includes("/"));
      expect(new Set(only?.organizations)).toEqual(new Set(roots));
      const plain = [...(only?.desired.resources.values() ?? [])].map(({ source: _, ...rest }) => rest);
      const byAddress = new Map(plain.map((resource) => [resource.address, resource]));
      expect(byAddress.size).toBe(expected.resources.size);
      for (const [address, resource] of expected.resources) {
        expect({ ...byAddress.get(address) }).toEqual(resource);
      }
      expect(new Map(only?.desired.managed)).toEqual(expected.managed);
    });
  },
);
