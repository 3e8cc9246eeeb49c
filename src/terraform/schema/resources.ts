/** The resource types and data sources of every platform, made from its kinds. */
import { attributesOf, type Kind } from "../../model/kind.ts";
import { kindOf, type Platform, rootKind } from "../../model/platform.ts";
import { kindAttributes } from "./attributes.ts";
import { mapAttribute, parentAttribute, snake, typeOfAccess, typeOfAll, typeOfOne } from "./names.ts";
import type { Attribute, Attributes, Schema } from "./types.ts";
import { inTerraform } from "./words.ts";

/**
 * A resource type. `one` is a single resource, for itself alone (additive); `all` is everything in a collection:
 * exactly what is written, and nothing else.
 */
export interface ResourceType {
  readonly name: string;
  readonly form: "one" | "all";
  readonly platform: Platform;
  readonly kind: Kind;
  readonly schema: Schema;
}

export interface DataSource {
  readonly name: string;
  readonly form: "organization" | "access";
  readonly platform: Platform;
  readonly schema: Schema;
}

/** Sorted by name. */
export function resourceTypes(platforms: readonly Platform[]): readonly ResourceType[] {
  return platforms
    .flatMap((platform) =>
      platform.kinds.flatMap((kind): readonly ResourceType[] => [
        {
          name: typeOfOne(platform, kind),
          form: "one",
          platform,
          kind,
          schema: {
            description: oneDescription(platform, kind),
            attributes: attributesOfOne(platform, kind),
          },
        },
        ...(isListed(kind)
          ? [
              {
                name: typeOfAll(platform, kind),
                form: "all" as const,
                platform,
                kind,
                schema: {
                  description: allDescription(platform, kind),
                  attributes: attributesOfAll(platform, kind),
                },
              },
            ]
          : []),
      ]),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Sorted by name. */
export function dataSources(platforms: readonly Platform[]): readonly DataSource[] {
  return platforms
    .flatMap((platform): readonly DataSource[] => [
      {
        name: typeOfOne(platform, rootKind(platform)),
        form: "organization",
        platform,
        schema: organizationSource(platform),
      },
      { name: typeOfAccess(platform), form: "access", platform, schema: accessSource(platform) },
    ])
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** People and grants: collections that can be kept as a whole. */
export function isListed(kind: Kind): boolean {
  return kind.parent !== null && kind.principal && kind.omission === "remove";
}

/** Destroying it takes more than itself, so that `deletion_protection` stands before it. */
export function isProtected(kind: Kind): boolean {
  return kind.omission === "keep" && kind.can.delete;
}

/** The attributes that `unset` can name: the platform has a value for "none" that is no other value. */
export function unsettable(kind: Kind): readonly string[] {
  return [...attributesOf(kind)].filter(([, { nullable }]) => nullable).map(([name]) => name);
}

const status: Attribute = {
  type: "string",
  mode: "computed",
  description:
    "`active`; `pending` where a person has yet to accept; `waiting` where it, or the rest of it, cannot be sent yet; " +
    "`expired` where its last day is over and it is not there any more. See `waits_for`.",
};

const waitsFor: Attribute = {
  type: "string",
  mode: "computed",
  description: "What has to happen first, and with whom, while `status` is `pending` or `waiting`.",
};

const expires: Attribute = {
  type: "string",
  mode: "optional",
  description:
    "The last day on which it holds (`YYYY-MM-DD`, through its end, UTC). The first apply after that day removes it.",
};

function parentOf(platform: Platform, kind: Kind): readonly [string, Attribute][] {
  const name = parentAttribute(kind);
  if (name === null || kind.parent === null) return [];
  const parent = kindOf(platform, kind.parent);
  return [
    [
      name,
      {
        type: "string",
        mode: "required",
        description:
          `Address of the ${parent.name}: the \`id\` of a \`${typeOfOne(platform, parent)}\`, or a text such as ` +
          `\`${exampleAddress(platform, parent)}\`. Another one replaces the resource.`,
      },
    ],
  ];
}

/** An address as it would stand in files. */
export function exampleAddress(platform: Platform, kind: Kind): string {
  const { example } = kind.key;
  return kind.parent === null
    ? example
    : `${exampleAddress(platform, kindOf(platform, kind.parent))}/${kind.collection}/${example}`;
}

function attributesOfOne(platform: Platform, kind: Kind): Attributes {
  const nullable = unsettable(kind);
  return new Map<string, Attribute>([
    ...parentOf(platform, kind),
    ["key", { type: "string", mode: "required", description: inTerraform(platform, kind.key.description) }],
    ...kindAttributes(platform, kind),
    ...(kind.principal ? ([["expires", expires]] as const) : []),
    ...(nullable.length === 0
      ? []
      : ([
          [
            "unset",
            {
              type: ["set", "string"],
              mode: "optional",
              description: `Attributes that shall have no value at all: ${nullable.map((name) => `\`${snake(name)}\``).join(", ")}.`,
            },
          ],
        ] as const)),
    ...(kind.labelled === undefined
      ? []
      : ([
          [
            "platform_id",
            {
              type: "string",
              mode: "both",
              description:
                "The platform's own id. Written, it says which one is meant, where names are not unique or one that " +
                "is there already shall be taken over.",
            },
          ],
        ] as const)),
    ...(isProtected(kind)
      ? ([
          [
            "deletion_protection",
            {
              type: "bool",
              mode: "both",
              description:
                "While true, a plan that destroys or replaces it is an error. Default `true`; apply `false` first to " +
                "destroy it.",
            },
          ],
        ] as const)
      : []),
    [
      "id",
      {
        type: "string",
        mode: "computed",
        description: `Its address: \`${exampleAddress(platform, kind)}\`.`,
      },
    ],
    ["status", status],
    ["waits_for", waitsFor],
  ]);
}

function attributesOfAll(platform: Platform, kind: Kind): Attributes {
  const { example } = kind.key;
  const description = inTerraform(platform, kind.key.description);
  return new Map<string, Attribute>([
    ...parentOf(platform, kind),
    [
      mapAttribute(kind),
      {
        nesting: "map",
        mode: "required",
        description: `All of them, by key: exactly these, and \`{}\` for none. ${description} For example \`${example}\`.`,
        attributes: new Map<string, Attribute>([
          ...kindAttributes(platform, kind),
          ["expires", expires],
          ["status", status],
          ["waits_for", waitsFor],
        ]),
      },
    ],
    [
      "allow",
      {
        type: ["set", "string"],
        mode: "optional",
        description: "Guards to override, as their messages name them: `removals:org-acme/members`.",
      },
    ],
    [
      "id",
      {
        type: "string",
        mode: "computed",
        description: `The collection's address: \`${exampleAddress(platform, kindOf(platform, kind.parent ?? ""))}/${kind.collection}\`.`,
      },
    ],
  ]);
}

function oneDescription(platform: Platform, kind: Kind): string {
  const parts = [inTerraform(platform, kind.description)];
  if (isListed(kind)) {
    parts.push(
      `One at a time, beside whatever else is there. Do not use it together with \`${typeOfAll(platform, kind)}\` for the same ` +
        "collection: each would undo the other.",
    );
  }
  if (isProtected(kind)) {
    parts.push("Destroying it takes everything in it along: `deletion_protection` stands before that.");
  }
  if (!kind.can.create) parts.push("It cannot be made: creating takes over the one that is there.");
  if (!kind.can.delete) parts.push("It cannot be removed: destroying forgets it, and says so.");
  return parts.join(" ");
}

function allDescription(platform: Platform, kind: Kind): string {
  return (
    `${inTerraform(platform, kind.description)} All of one collection: who or what is live and not written is removed. Do not use it together ` +
    `with \`${typeOfOne(platform, kind)}\` for the same collection. Guards stop a plan that removes too many, the last ` +
    "administrator or the account that Terraform runs as. Destroying it forgets the collection and removes nobody, since " +
    "that would lock everybody out."
  );
}

function organizationSource(platform: Platform): Schema {
  const kind = rootKind(platform);
  return {
    description: `An organization that is live. ${inTerraform(platform, kind.description)}`,
    attributes: new Map<string, Attribute>([
      ["key", { type: "string", mode: "required", description: inTerraform(platform, kind.key.description) }],
      ...(kind.labelled === undefined
        ? []
        : ([
            [
              "platform_id",
              {
                type: "string",
                mode: "both",
                description: "The platform's own id, where the name is not unique.",
              },
            ],
          ] as const)),
      ...kindAttributes(platform, kind, true),
      ["id", { type: "string", mode: "computed", description: `Its address: \`${kind.key.example}\`.` }],
    ]),
  };
}

function accessSource(platform: Platform): Schema {
  const text = (description: string): Attribute => ({ type: "string", mode: "optional", description });
  const told = (description: string): Attribute => ({ type: "string", mode: "computed", description });
  return {
    description:
      "Who can do what where, and by which path, as it is live. Everything of the organization is read for it.",
    attributes: new Map<string, Attribute>([
      [
        "organization",
        { type: "string", mode: "required", description: "Address of the organization, or an `id` of one." },
      ],
      ["who", text("Only what this principal may do.")],
      [
        "action",
        text(
          `Only those who may do this: ${platform.access.actions.map((each) => `\`${each}\``).join(", ")}.`,
        ),
      ],
      ["target", text("Only what lies at or below this address.")],
      [
        "rows",
        {
          nesting: "list",
          mode: "computed",
          description: "One for each principal and target, sorted by target and principal.",
          attributes: new Map<string, Attribute>([
            ["who", told("The principal.")],
            ["target", told("Address of what it is about.")],
            ["level", told("The level that the platform itself would name.")],
            ["actions", { type: ["list", "string"], mode: "computed", description: "What it allows." }],
            ["via", { type: ["list", "string"], mode: "computed", description: "The paths that give it." }],
          ]),
        },
      ],
    ]),
  };
}
