import type { Finding, Source } from "../../model/finding.ts";
import type { Pattern } from "../../model/pattern.ts";
import type { Policy, Stated } from "../../model/policy.ts";
import type { Desired } from "../../model/resource.ts";
import { sentence } from "../../model/text.ts";
import { show } from "../sentences.ts";
import { quote } from "../words.ts";
import { countBreach } from "./requirements/count.ts";
import { endsWithin } from "./requirements/expires.ts";
import { inFiles } from "./requirements/files.ts";
import { keysOf, noKeysOf } from "./requirements/keys.ts";
import type { EntryCheck } from "./requirements/requirement.ts";
import { valuesOf } from "./requirements/values.ts";
import type { Shape } from "./shapes.ts";
import { type Asked, askedOf, written } from "./values.ts";
import type { Collection } from "./written.ts";

/** What a policy requires of the collections of one shape. */
export interface Requirements {
  readonly ofEntries: readonly EntryCheck[];
  /** What is wrong with so many entries; null: nothing. */
  readonly ofCount: readonly ((count: number) => string | null)[];
  /** What the entries were selected by, to say so. */
  readonly where: readonly Asked[];
}

/** Works out what the policy requires here; what cannot be asked of this kind is not. */
export function requirementsOf(policy: Policy, { kind }: Shape, today: string): Requirements {
  const where = askedOf(policy.where, kind) ?? [];
  const ofEntries: EntryCheck[] = [];
  const ofCount: ((count: number) => string | null)[] = [];
  for (const requirement of policy.requirements) {
    switch (requirement.type) {
      case "files":
        ofEntries.push(inFiles(valuesIn(requirement.patterns)));
        break;
      case "keys":
        ofEntries.push(keysOf(valuesIn(requirement.patterns), kind));
        break;
      case "notKeys":
        ofEntries.push(noKeysOf(valuesIn(requirement.patterns), kind));
        break;
      case "values":
        ofEntries.push(valuesOf(requirement.values.flatMap((condition) => askedOf([condition], kind) ?? [])));
        break;
      case "expires":
        if (kind.principal) ofEntries.push(endsWithin(requirement.within, today));
        break;
      case "count": {
        const { minimum, maximum } = requirement;
        const which = where.map(
          ({ name, allowed }) => ` with ${name} ${[...allowed].map(show).join(" or ")}`,
        );
        if (kind.parent !== null) {
          ofCount.push((count) => countBreach(count, minimum, maximum, which.join(" and")));
        }
      }
    }
  }
  return { ofEntries, ofCount, where };
}

/** Where the entries that the policy selects in a collection break it. */
export function breachesOf(
  policy: Policy,
  { ofEntries, where }: Requirements,
  collection: Collection,
  entries: readonly Desired[],
): readonly Finding[] {
  if (ofEntries.length === 0) return [];
  return entries.flatMap((entry) => {
    const lines = collection.linesOf(entry);
    return ofEntries.flatMap((check) =>
      check(entry, lines).map(({ says, source }) => {
        const message = `${quote(entry.address)}${by(where, entry)} ${says}`;
        return findingOf(policy, message, entry, source ?? lines[0]?.source);
      }),
    );
  });
}

/** What is wrong with so many entries of a collection, said where its holder stands. */
export function countBreaches(
  policy: Policy,
  { ofCount }: Requirements,
  { address, holder }: Collection,
  count: number,
): readonly Finding[] {
  return ofCount.flatMap((check) => {
    const says = check(count);
    return says === null ? [] : findingOf(policy, `${quote(address)} ${says}`, holder, holder?.source);
  });
}

/** ` (level: "ADMIN")`: the values by which the entry was selected. */
function by(where: readonly Asked[], { attributes }: Desired): string {
  if (where.length === 0) return "";
  const values = where.map((asked) => {
    const value = written(asked, attributes) ?? null;
    const met = Array.isArray(value) ? value.filter((each) => asked.allowed.has(each)) : [value];
    return `${asked.name}: ${met.map(show).join(", ")}`;
  });
  return ` (${values.join(", ")})`;
}

function findingOf(
  { name, description, severity }: Policy,
  message: string,
  resource: Desired | undefined,
  source: Source | undefined,
): Finding {
  const why = description === undefined ? "" : ` ${sentence(description.trim())}`;
  const excerpt = source?.excerpt();
  return {
    code: `policy/${name}`,
    severity,
    message: `${message}${why}`,
    ...(source === undefined ? {} : { position: source.position() }),
    ...(excerpt === undefined ? {} : { excerpt }),
    ...(resource === undefined ? {} : { address: resource.address }),
  };
}

function valuesIn(patterns: readonly Stated<Pattern>[]): readonly Pattern[] {
  return patterns.map(({ value }) => value);
}
