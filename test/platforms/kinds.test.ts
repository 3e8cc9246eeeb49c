/** What must hold of the kinds of every platform, whichever it is. */
import { describe, expect, it } from "vitest";
import { attributesOf } from "../../src/model/kind.ts";
import { platforms } from "../../src/platforms/registry.ts";

describe.each(platforms.map((platform) => [platform.name, platform.kinds] as const))(
  "kinds of %s",
  (_, kinds) => {
    it.each(kinds.map((kind) => [kind.name, kind] as const))(
      "%s describes itself and every attribute",
      (name, kind) => {
        expect(kind.description).toMatch(/^[A-Z].*\.$/);
        expect(kind.key.description).toMatch(/\.$/);
        for (const [attribute, of] of attributesOf(kind)) {
          expect(of.schema, `${name}.${attribute}`).toHaveProperty(
            "description",
            expect.stringMatching(/\.$/),
          );
        }
      },
    );

    it.each(kinds.map((kind) => [kind.name, kind.key] as const))(
      "the example of a key of %s is one",
      (name, key) => {
        expect(new RegExp(key.pattern ?? "^$", "u").test(key.example), name).toBe(true);
      },
    );
  },
);
