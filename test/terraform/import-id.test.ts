import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatImportId, parseImportId } from "../../src/terraform/import-id.ts";

const plain = (address: string, parameters: Record<string, string> = {}) => ({
  address,
  parameters: new Map(Object.entries(parameters)),
});

describe("ids of imports", () => {
  test.each([
    ["org-acme", plain("org-acme")],
    ["org-acme/projects/raw?id=project-J1", plain("org-acme/projects/raw", { id: "project-J1" })],
    [
      "acme/projects/web?name=Web%20site&region=east",
      plain("acme/projects/web", { name: "Web site", region: "east" }),
    ],
    [
      "acme/members?expires.a@b.example=2027-01-31",
      plain("acme/members", { "expires.a@b.example": "2027-01-31" }),
    ],
    ["acme/groups/what?", plain("acme/groups/what?")],
    ["acme/groups/a?b c", plain("acme/groups/a?b c")],
    ["acme/groups/a?id=%zz", plain("acme/groups/a?id=%zz")],
  ])("%s", (text, id) => {
    expect(parseImportId(text)).toEqual(id);
  });

  test("what people may type is read although it would be written otherwise", () => {
    expect(parseImportId("acme/teams/shop?name=Shop one")).toEqual(
      plain("acme/teams/shop", { name: "Shop one" }),
    );
  });

  test("come back as they went, whatever the names", () => {
    const text = fc.string({ unit: "grapheme", minLength: 1 });
    const parameters = fc.array(
      fc.tuple(
        fc.oneof(
          fc.constantFrom("id", "name", "region"),
          text.map((key) => `expires.${key}`),
        ),
        text,
      ),
    );
    fc.assert(
      fc.property(text, parameters, (address, list) => {
        const id = { address, parameters: new Map(list) };
        const back = parseImportId(formatImportId(id));
        expect(back.address).toBe(address);
        // Said where the address alone would look like more.
        const said = [...back.parameters].filter(([name]) => name !== "as");
        expect(new Map(said)).toEqual(id.parameters);
      }),
    );
  });
});
