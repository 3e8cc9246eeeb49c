/** What is printed is what was meant: asked of Terraform itself, where it is on the path. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  call,
  code,
  type Expression,
  list,
  type Member,
  map,
  object,
  value,
} from "../../../src/terraform/expand/expression.ts";
import { hcl } from "../../../src/terraform/print/hcl.ts";
import { json, members } from "../../../src/terraform/print/json.ts";
import { plainNaming } from "../../../src/terraform/print/text.ts";
import { printed } from "../expand/support.ts";
import { hasTerraform, terraform } from "./terraform.ts";

/** Terraform keeps texts in this form, whatever was written. */
const normal = (text: string) => text.toWellFormed().normalize("NFC");

const plainText = fc
  .oneof(
    fc.string({ unit: fc.constantFrom(...`{$}%"\\~aé\n\t\u0000#/*`) }),
    fc.constantFrom(
      `\${file("x")}`,
      "%{ if true }x%{ endif }",
      `$\${x}`,
      `$$\${x}`,
      "__proto__",
      "for",
      "null",
      "\u2028",
      "\\u0041",
      "<<EOT",
    ),
  )
  .map(normal);

/** Their width is another in each version of Unicode. */
const anyText = fc.oneof(
  plainText,
  fc.string({ unit: "binary" }).map(normal),
  fc.string({ unit: "grapheme" }).map(normal),
);

interface Module {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, { readonly for_each?: unknown }>>>>;
  readonly import?: readonly { readonly to: string; readonly id: string }[];
}

interface Tree {
  readonly plain: unknown;
  readonly made: Expression;
}

function treesOf(text: fc.Arbitrary<string>): fc.Arbitrary<readonly Tree[]> {
  const leaf = fc.oneof(text, fc.boolean(), fc.integer(), fc.constantFrom(250.5, 1e21, 1e-7, -0.25));
  const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3 },
      leaf.map((of): Tree => ({ plain: of, made: value(of) })),
      fc.array(tie("tree"), { maxLength: 3 }).map(
        (items): Tree => ({
          plain: items.map(({ plain }) => plain),
          made: list(items.map(({ made }) => made)),
        }),
      ),
      fc.uniqueArray(fc.tuple(text, tie("tree")), { maxLength: 4, selector: ([name]) => name }).map(
        (entries): Tree => ({
          // JSON text keeps every name.
          plain: JSON.parse(
            `{${entries.map(([name, { plain }]) => `${JSON.stringify(name)}:${JSON.stringify(plain)}`).join(",")}}`,
          ),
          made: map(entries.map(([name, { made }]) => [name, made] as const)),
        }),
      ),
    ),
  }));
  return fc.array(tree, { minLength: 20, maxLength: 40 });
}

function locals(trees: readonly Tree[], prefix: string): readonly Member[] {
  return trees.map(({ made }, index) => [`${prefix}${index}`, made] as const);
}

describe.skipIf(!hasTerraform)("with Terraform", () => {
  test("both syntaxes mean the value", () => {
    fc.assert(
      fc.property(treesOf(anyText), (trees) => {
        const files = {
          "main.tf": hcl([{ head: "locals", attributes: locals(trees, "h") }], plainNaming),
          "more.tf.json": JSON.stringify({
            locals: members(locals(trees, "j").map(([name, made]) => [name, json(made, plainNaming)])),
          }),
        };
        const names = ["h", "j"].map((each) => `[${trees.map((_, at) => `local.${each}${at}`).join(", ")}]`);
        const asked = terraform(files, ["console"], `base64encode(jsonencode([${names.join(", ")}]))\n`);
        const text = Buffer.from(asked.stdout.trim().replace(/^"|"$/g, ""), "base64").toString("utf8");
        const wanted = trees.map(({ plain }) => plain);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify([wanted, wanted])));
      }),
      { numRuns: 6 },
    );
  });

  test("its own syntax is as its formatter leaves it", () => {
    fc.assert(
      fc.property(treesOf(plainText), (trees) => {
        const text = hcl([{ head: "locals", attributes: locals(trees, "h") }], plainNaming);
        const { stdout, status } = terraform({ "main.tf": text }, ["fmt", "-check", "-diff", "main.tf"]);
        expect([stdout, status]).toEqual(["", 0]);
      }),
      { numRuns: 6 },
    );
  });

  test("a module of hostile labels is formatted, and imports what it means", () => {
    const hostile = [`\${file("x")}`, 'a"b', "%{ x }", "日本 👩‍👩‍👧", "__proto__", `$\${x}`];
    const groups = hostile.map((label) => `${JSON.stringify(label)}: { acls: [${JSON.stringify(label)}] }`);
    const text = `platform: datica\norganization: acme\ngroups: { ${groups.join(", ")} }\n`;
    const { status, stdout } = terraform({ "main.tf": printed(text) }, ["fmt", "-check", "-diff", "main.tf"]);
    expect([stdout, status]).toEqual(["", 0]);
    // The same with a resource that Terraform itself has: planning takes keys and ids apart.
    const [main, imports] = printed(text, "json")
      .split(/\n(?=\{)/)
      .map((each): Module => JSON.parse(each));
    const each = main?.resource?.["charter_datica_group"]?.["acme"]?.for_each;
    const files = {
      "main.tf.json": JSON.stringify({
        resource: { terraform_data: { acme: { for_each: each, input: `\${each.value}` } } },
        import: imports?.import
          ?.filter(({ to }) => to.startsWith("charter_datica_group."))
          .map(({ to, id }) => ({ to: to.replace("charter_datica_group.", "terraform_data."), id })),
      }),
    };
    const planned = terraform(files, ["plan", "-no-color"]);
    expect(planned.stderr).toBe("");
    expect(planned.stdout).toContain("6 to import");
  });
});

test.runIf(!hasTerraform)("terraform is not on the path: what it says of the files was not asked", () => {});

describe("expressions", () => {
  const one = (of: Expression) => hcl([{ head: "locals", attributes: [["x", of]] }], plainNaming);

  test("take one line where they fit, maps from files one an entry", () => {
    expect(
      one(
        object([
          ["a", value(1)],
          ["b", list([value("x"), value(true)])],
        ]),
      ),
    ).toBe('locals {\n  x = { a = 1, b = ["x", true] }\n}\n');
    expect(
      one(
        map([
          ["a", object([])],
          ["bcd", value(null)],
        ]),
      ),
    ).toBe('locals {\n  x = {\n    "a"   = {}\n    "bcd" = null\n  }\n}\n');
    expect(one(list(Array.from({ length: 9 }, () => value("a text of some length"))))).toContain(
      '[\n    "a text of some length",\n',
    );
    expect(one(call("toset", list([value("a")])))).toContain('x = toset(["a"])');
    expect(one(code({ block: "a.b" }, ".id"))).toContain("x = a.b.id");
    expect(hcl([{ head: "provider", attributes: [] }], plainNaming)).toBe("provider {}\n");
  });
});
