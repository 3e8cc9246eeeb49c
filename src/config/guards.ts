import { defaultGuards, type GuardSettings, type RemovalLimit } from "../model/configuration.ts";
import { texts, type Value } from "../model/value.ts";
import { object, type Schema } from "./attribute-schema.ts";
import { number, record } from "./plain.ts";

/** The guards of a value that {@link guardsSchema} has let through; what is not written has its default. */
export function guardsOf(value: unknown): GuardSettings {
  const guards = record(value);
  const removals = record(guards["removals"]);
  const usual = limitOf(removals, defaultGuards.removals);
  const { expiries, shrink, admins } = defaultGuards;
  const written = { shrink: record(guards["shrink"]), admins: record(guards["admins"]) };
  return {
    removals: {
      ...usual,
      organization: limitOf(record(removals["organization"]), defaultGuards.removals.organization),
      run: limitOf(record(removals["run"]), defaultGuards.removals.run),
    },
    collections: Object.entries(record(guards["collections"])).map(([pattern, limit]) => ({
      pattern,
      limit: limitOf(record(limit), usual),
    })),
    expiries: { count: number(record(guards["expiries"])["count"]) ?? expiries.count },
    shrink: {
      ratio: number(written.shrink["ratio"]) ?? shrink.ratio,
      from: number(written.shrink["from"]) ?? shrink.from,
    },
    admins: {
      minimum: number(written.admins["minimum"]) ?? admins.minimum,
      required: list(written.admins["required"]),
    },
    protected: list(guards["protected"]),
  };
}

function limitOf(written: Readonly<Record<string, unknown>>, usual: RemovalLimit): RemovalLimit {
  return {
    ratio: number(written["ratio"]) ?? usual.ratio,
    from: number(written["from"]) ?? usual.from,
    count: number(written["count"]) ?? usual.count,
  };
}

function list(value: unknown): readonly string[] {
  return Array.isArray(value) ? texts(value as readonly Value[]) : [];
}

const ratio = (description: string, usual?: number): Schema => ({
  description,
  type: "number",
  minimum: 0,
  maximum: 1,
  ...(usual === undefined ? {} : { default: usual }),
});

const whole = (description: string, usual?: number): Schema => ({
  description,
  type: "integer",
  minimum: 0,
  ...(usual === undefined ? {} : { default: usual }),
});

/** Without `usual`, what is not written is that of `removals`. */
function limits(usual?: RemovalLimit): Schema {
  return {
    ratio: ratio("Share of what is there that one plan may remove.", usual?.ratio),
    from: whole("Number of removals from which the share counts.", usual?.from),
    count: whole("Number of removals above which the plan always stops.", usual?.count),
  };
}

/** JSON Schema of `guards` in `charter.yaml`. */
export function guardsSchema(): Schema {
  const { removals, expiries, shrink, admins } = defaultGuards;
  return object(
    {
      removals: object(
        {
          ...limits(removals),
          organization: object(limits(removals.organization), {
            description:
              "Limits for all collections of an organization together, beside what has stopped in one of them.",
          }),
          run: object(limits(removals.run), {
            description:
              "Limits for all organizations of a run together, beside what has stopped in one of them.",
          }),
        },
        { description: "Limits for removals, in each collection." },
      ),
      collections: {
        description:
          "Collections with limits of their own, by pattern of their address (`*` is any text without /, `**` any text). The first that fits counts.",
        type: "object",
        propertyNames: { type: "string", minLength: 1 },
        additionalProperties: object(limits()),
      },
      expiries: object(
        { count: whole("How many of a collection may expire at once.", expiries.count) },
        { description: "Limits for what ends by its own date." },
      ),
      shrink: object(
        {
          ratio: ratio(
            "Share of what files wrote in a collection at the last apply that may go.",
            shrink.ratio,
          ),
          from: whole("Number of entries from which the share counts.", shrink.from),
        },
        { description: "Limits for a configuration that suddenly became smaller." },
      ),
      admins: object(
        {
          minimum: whole(
            "Administrators that every organization keeps, after every single call.",
            admins.minimum,
          ),
          required: {
            description:
              "Addresses (the last part a key, before it perhaps a pattern) of whom must always be there, and be administrators where their kind has any.",
            type: "array",
            items: { type: "string", pattern: "^[^/]+(/[^/]+)*/[^/*]+$" },
            uniqueItems: true,
          },
        },
        { description: "Limits for administrators." },
      ),
      protected: {
        description: "Addresses or patterns of what no plan may change, replace or remove.",
        type: "array",
        items: { type: "string", minLength: 1 },
        uniqueItems: true,
      },
    },
    { description: "Limits that stop a plan." },
  );
}
