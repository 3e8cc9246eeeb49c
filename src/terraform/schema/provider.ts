/** The provider's own settings: connections by platform, guards, where sessions are kept. */
import { defaultGuards } from "../../model/configuration.ts";
import type { Platform } from "../../model/platform.ts";
import { sentence } from "../../model/text.ts";
import { snake } from "./names.ts";
import type { Attribute, Attributes, FunctionSchema, Schema } from "./types.ts";

function optional(type: "string" | "number" | "bool", description: string): Attribute {
  return { type, mode: "optional", description };
}

function object(description: string, attributes: readonly (readonly [string, Attribute])[]): Attribute {
  return { nesting: "single", mode: "optional", description, attributes: new Map(attributes) };
}

/** The attribute of a host's base URL: `url` for the first, `auth_url` for a second one called `auth`. */
export function urlAttribute(platform: Platform, host: string): string {
  const [first] = Object.keys(platform.protocol.hosts);
  return host === first ? "url" : `${snake(host)}_url`;
}

/** The attributes of one connection. */
function connectionAttributes(platform: Platform): readonly (readonly [string, Attribute])[] {
  const { hosts, credentials } = platform.protocol;
  return [
    ...Object.entries(hosts).map(
      ([host, { description, url }]) =>
        [
          urlAttribute(platform, host),
          optional(
            "string",
            `${sentence(description)} ${url === undefined ? "" : `Default: ${url}. `}Environment: \`${variable(platform, host)}\`.`,
          ),
        ] as const,
    ),
    ...Object.entries(credentials).map(([part, rule]): readonly [string, Attribute] => [
      snake(part),
      {
        type: "string",
        mode: "optional",
        description: `${sentence(rule.description)} Environment: \`${rule.env}\`.`,
        ...(rule.public === true ? {} : { sensitive: true }),
      },
    ]),
    [
      "unverified",
      optional("bool", "Use a host of the makers although nobody has tried this contract there."),
    ],
    ["concurrency", optional("number", "Requests under way at once, at most.")],
    ["requests_per_second", optional("number", "Requests a second, at most.")],
  ];
}

function variable(platform: Platform, host: string): string {
  const [first] = Object.keys(platform.protocol.hosts);
  return `charter_${snake(platform.name)}_${host === first ? "url" : `${snake(host)}_url`}`.toUpperCase();
}

function limit(of: string, usual: { readonly ratio: number; readonly from: number; readonly count: number }) {
  return [
    ["ratio", optional("number", `Share of ${of} that one apply may remove. Default ${usual.ratio}.`)],
    ["from", optional("number", `Number of removals from which the share counts. Default ${usual.from}.`)],
    ["count", optional("number", `Number of removals above which it always stops. Default ${usual.count}.`)],
  ] as const;
}

function guardAttributes(): readonly (readonly [string, Attribute])[] {
  const { removals, expiries, admins } = defaultGuards;
  return [
    ["removals", object("Limits for removals, in each collection.", limit("a collection", removals))],
    [
      "expiries",
      object("Limits for what ends by its own date.", [
        [
          "count",
          optional("number", `How many of a collection may expire at once. Default ${expiries.count}.`),
        ],
      ]),
    ],
    [
      "admins",
      object("Limits for administrators.", [
        [
          "minimum",
          optional("number", `Administrators that every organization keeps. Default ${admins.minimum}.`),
        ],
        [
          "required",
          {
            type: ["set", "string"],
            mode: "optional",
            description:
              "Addresses of whom must always be there, and be administrators where their kind has any.",
          },
        ],
      ]),
    ],
    [
      "protected",
      {
        type: ["set", "string"],
        mode: "optional",
        description: "Addresses or patterns of what no plan may change, replace or remove.",
      },
    ],
  ];
}

export function providerSchema(platforms: readonly Platform[]): Schema {
  const attributes: Attributes = new Map<string, Attribute>([
    ...platforms.map((platform): readonly [string, Attribute] => [
      snake(platform.name),
      object(
        `The account on ${platform.title}. ${sentence(platform.contract.note)}`,
        connectionAttributes(platform),
      ),
    ]),
    ["guards", object("Limits that stop a plan or an apply.", guardAttributes())],
    [
      "allow",
      {
        type: ["set", "string"],
        mode: "optional",
        description:
          "Guards to override everywhere, as their messages name them: `protected:org-acme/members/alice`.",
      },
    ],
    ["store", optional("string", "Folder where session tokens are kept between runs. Default: `.charter`.")],
    [
      "patience",
      optional(
        "number",
        "Seconds that one request waits in all where a platform refuses it for now. Default 120.",
      ),
    ],
  ]);
  return {
    description:
      "Keeps organizations in code: members, roles, groups, projects and grants, with the checks and guards of Charter.",
    attributes,
  };
}

/** Pure functions that Terraform can call as `provider::charter::NAME`. */
export const functions: ReadonlyMap<string, FunctionSchema> = new Map<string, FunctionSchema>([
  [
    "address",
    {
      summary: "Builds an address",
      description:
        "The address of a resource, from the key of its organization and pairs of collection and key, each encoded as " +
        'needed: `provider::charter::address("acme", "projects", "a/b")` is `acme/projects/a%2Fb`.',
      parameters: [{ name: "organization", type: "string", description: "The organization's key." }],
      variadic: { name: "parts", type: "string", description: "Collection, key, collection, key …" },
      returns: "string",
    },
  ],
  [
    "parse_address",
    {
      summary: "Takes an address apart",
      description:
        "The parts of an address, decoded: its organization, the address of what holds it (empty for an organization), " +
        "the collection that it stands in (empty for an organization) and its key.",
      parameters: [
        { name: "address", type: "string", description: "An address such as `acme/members/alice@acme.io`." },
      ],
      returns: { object: { organization: "string", parent: "string", collection: "string", key: "string" } },
    },
  ],
]);
