import { expect, test } from "vitest";
import { looksOurs } from "../../src/config/classify.ts";
import { load, said } from "./support.ts";

/** One cell of the decision table in classify.ts each. */
const foreign: Readonly<Record<string, string>> = {
  "a list of numbers": "- 1\n- 2\n",
  "a package.json": '{"name": "x", "version": "1.0.0", "members": {}}',
  "a workflow": "name: ci\non: push\njobs: { build: { runs-on: x } }\n",
  "a tag of another tool": "Resources: !Ref x\n",
  "a template": "a: {{ .Values.x }}\nb: [\n",
  "an alias bomb of somebody else": "a: &a [*a]\n",
  "a near key with a value that is no platform": "platforms: linux\n",
  "a near key that holds a map": "platfrom: { os: linux }\n",
  "names of an organization and others": "members: {}\nversion: 3\n",
  "only a name": "name: x\n",
};

for (const [title, text] of Object.entries(foreign)) {
  test(`foreign: ${title}`, async () => {
    const file = text.startsWith("{") ? "x.json" : "x.yaml";
    const found = await said({ [file]: text, "ours.yaml": "platform: comet\norganization: red\n" });
    expect(found).toEqual([]);
  });
}

const misspelt: readonly (readonly [string, string, string])[] = [
  [
    "organization without platform",
    "organization: org-a\nmembers: {}\n",
    "1:1 does not say of which platform",
  ],
  ["a platform misspelt", "name: x\nplattform: orbit\n", '2:1 did you mean "platform"'],
  ["an organization misspelt", "organisation: org-a\n", '1:1 did you mean "organization"'],
  ["only a collection", "members: {}\n", "1:1 looks like a part of an organization"],
  ["only manage and attributes", "name: x\nmanage: {}\n", "1:1 looks like a part of an organization"],
];

for (const [title, text, expected] of misspelt) {
  test(`looks like one: ${title}`, async () => {
    const [place = "", ...words] = expected.split(" ");
    const [found, ...more] = await said({ "x.yaml": text });
    expect(more).toEqual([]);
    expect(found).toContain(`x.yaml:${place} config/not-an-organization: `);
    expect(found).toContain(words.join(" "));
  });
}

test("organizations: several documents, a list of them, beside foreign ones", async () => {
  const { configuration } = await load({
    "a.yaml": "platform: comet\norganization: red\n---\nother: 1\n---\nplatform: comet\norganization: blue\n",
    "b.json": '[{"platform":"comet","organization":"green"},{"x":1}]',
    "c.yml": "platform: comet\norganization: white\n",
  });
  expect(configuration?.connections[0]?.organizations).toEqual(["blue", "green", "red", "white"]);
});

test("a text that cannot be read is ours if it names one of the two keys", () => {
  expect(looksOurs("x:\n  platform: [")).toBe(true);
  expect(looksOurs('{"organization":')).toBe(true);
  expect(looksOurs("- platform : x")).toBe(true);
  expect(looksOurs("cross-platform: [")).toBe(false);
  expect(looksOurs("my_organization: [")).toBe(false);
  expect(looksOurs("the platform is")).toBe(false);
});
