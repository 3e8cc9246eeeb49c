/** Random configurations under random policies: the findings are exactly those that a naive reading gives. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { load } from "../support.ts";

type Kind = "organization" | "member" | "project" | "grant";
type Attributes = Readonly<Record<string, unknown>>;

/** An entry as the oracle knows it: made beside the files, not read from them. */
interface Entry {
  readonly address: string;
  readonly home: string;
  readonly kind: Kind;
  readonly key: string;
  readonly attributes: Attributes;
  readonly live: boolean;
  readonly expires?: string;
  /** The files of its lines. */
  readonly files: readonly string[];
}

interface World {
  readonly files: Readonly<Record<string, string>>;
  readonly entries: readonly Entry[];
  readonly homes: ReadonlyMap<string, Kind>;
}

const defaults: Readonly<Record<Kind, Attributes>> = {
  organization: {},
  member: { billing: false, access: "EDIT" },
  project: { region: "eu" },
  grant: {},
};

const day = fc.constantFrom("2026-11-01", "2026-11-22", "2026-11-23", "2026-12-01", "2027-02-01");
const common = {
  expires: fc.option(day, { nil: undefined }),
  state: fc.option(fc.constantFrom("absent", "present"), { nil: undefined, freq: 3 }),
};
const member = fc.record({
  level: fc.constantFrom("ADMIN", "MEMBER"),
  access: fc.option(fc.constantFrom("VIEW", "EDIT"), { nil: undefined }),
  ...common,
});
const grant = fc.record({ level: fc.constantFrom("VIEW", "EDIT", "OWN"), ...common });
const people = fc.constantFrom("user-a", "user-ab", "user-b", "user-c");
const project = fc.record({
  region: fc.option(fc.constantFrom("eu", "us"), { nil: undefined }),
  tools: fc.option(fc.array(fc.constantFrom("lint", "fmt"), { maxLength: 2 }), { nil: undefined }),
  grants: fc.option(fc.dictionary(people, grant, { maxKeys: 3 }), { nil: undefined }),
});
const file = fc.constantFrom("a.json", "security/b.json", "teams/red/c.json");
const organization = fc.record({
  files: fc.record({ name: file, members: file, projects: file }),
  name: fc.option(fc.constant("Acme"), { nil: undefined }),
  members: fc.option(fc.dictionary(people, member, { maxKeys: 4 }), { nil: undefined }),
  projects: fc.option(fc.dictionary(fc.constantFrom("prod-a", "prod-b", "lab"), project, { maxKeys: 3 }), {
    nil: undefined,
  }),
});

function entryOf(
  home: string,
  kind: Kind,
  key: string,
  written: Attributes,
  files: readonly string[],
): Entry {
  const { expires, state, grants: _, ...attributes } = written;
  const over = typeof expires === "string" && expires < "2026-11-23";
  return {
    address: home === "" ? key : `${home}/${key}`,
    home,
    kind,
    key,
    attributes: {
      ...defaults[kind],
      ...Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined)),
    },
    live: state !== "absent" && !over,
    ...(typeof expires === "string" ? { expires } : {}),
    files,
  };
}

const world = fc
  .dictionary(fc.constantFrom("org-a", "org-b"), organization, { minKeys: 1, maxKeys: 2 })
  .map((all) => {
    const documents = new Map<string, Record<string, unknown>[]>();
    const entries: Entry[] = [];
    const homes = new Map<string, Kind>([["", "organization"]]);
    for (const [key, { files, name, members, projects }] of Object.entries(all)) {
      const parts = { name, members, projects };
      const own = new Map<string, Record<string, unknown>>();
      for (const part of ["name", "members", "projects"] as const) {
        const document = own.get(files[part]) ?? { platform: "orbit", organization: key };
        if (parts[part] !== undefined) document[part] = parts[part];
        own.set(files[part], document);
      }
      for (const [path, document] of own) documents.set(path, [...(documents.get(path) ?? []), document]);
      const first = [...own.keys()].sort()[0] ?? "";
      entries.push(entryOf("", "organization", key, { name }, [name === undefined ? first : files.name]));
      if (members !== undefined) homes.set(`${key}/members`, "member");
      for (const [person, written] of Object.entries(members ?? {}))
        entries.push(entryOf(`${key}/members`, "member", person, written, [files.members]));
      if (projects !== undefined) homes.set(`${key}/projects`, "project");
      for (const [label, written] of Object.entries(projects ?? {})) {
        entries.push(
          entryOf(`${key}/projects`, "project", label, { name: label, ...written }, [files.projects]),
        );
        const home = `${key}/projects/${label}/grants`;
        if (written.grants !== undefined) homes.set(home, "grant");
        for (const [person, given] of Object.entries(written.grants ?? {}))
          entries.push(entryOf(home, "grant", person, given, [files.projects]));
      }
    }
    const files = Object.fromEntries([...documents].map(([path, each]) => [path, JSON.stringify(each)]));
    return { files, entries, homes } satisfies World;
  });

interface Pattern {
  readonly text: string;
  readonly kinds: readonly Kind[];
  /** The collections in which it means something. */
  readonly homes: RegExp;
}

const patterns: readonly Pattern[] = [
  { text: "*/members", kinds: ["member"], homes: /\/members$/ },
  { text: "org-a/members/*", kinds: ["member"], homes: /^org-a\/members$/ },
  { text: "*/members/*-a*", kinds: ["member"], homes: /\/members$/ },
  { text: "*/projects/prod-*", kinds: ["project"], homes: /\/projects$/ },
  { text: "*/projects/prod-*/grants/*", kinds: ["grant"], homes: /\/prod-\w\/grants$/ },
  { text: "*/projects/*/grants", kinds: ["grant"], homes: /\/grants$/ },
  { text: "**/grants/*", kinds: ["grant"], homes: /\/grants$/ },
  { text: "org-b/**", kinds: ["member", "project", "grant"], homes: /^org-b\// },
  { text: "**", kinds: ["organization", "member", "project", "grant"], homes: /^/ },
  { text: "*", kinds: ["organization"], homes: /^$/ },
];

const conditions: readonly (readonly [string, readonly unknown[], readonly Kind[]])[] = [
  ["level", ["ADMIN", "MEMBER"], ["member"]],
  ["level", ["EDIT", "VIEW"], ["grant"]],
  ["access", ["EDIT"], ["member"]],
  ["region", ["eu"], ["project"]],
  ["tools", ["lint"], ["project"]],
  ["name", ["prod-a", "Acme"], ["organization", "project"]],
];

const having: Readonly<Record<string, readonly Kind[]>> = {
  level: ["member", "grant"],
  access: ["member"],
  region: ["project"],
  tools: ["project"],
  name: ["organization", "project"],
};

const requirement = fc.record(
  {
    files: fc.constantFrom("security/*", "**.json", "teams/**", "a.json"),
    keys: fc.constantFrom("user-a*", "*b", "*", "prod-*"),
    notKeys: fc.constantFrom("user-a*", "*b", "*-a"),
    expires: fc.record({ within: fc.constantFrom(1, 8, 70, 90) }),
    count: fc.constantFrom({ minimum: 1 }, { minimum: 2 }, { maximum: 0 }, { minimum: 1, maximum: 2 }),
    values: fc.nat(),
  },
  { requiredKeys: [] },
);

const policy = fc
  .record({
    for: fc.uniqueArray(fc.constantFrom(...patterns), { minLength: 1, maxLength: 2 }),
    where: fc.option(fc.nat(), { nil: undefined }),
    except: fc.uniqueArray(
      fc.constantFrom("org-a/members/user-a", "org-a/members", "org-b/projects/prod-a/grants", "org-b"),
      { maxLength: 2 },
    ),
    requirement,
  })
  .map(({ for: chosen, where, except, requirement: { values, expires, count, ...plain } }) => {
    const pick = (index: number | undefined, kinds: readonly Kind[]) => {
      const fitting = conditions.filter(([, , of]) => of.some((kind) => kinds.includes(kind)));
      return index === undefined || fitting.length === 0 ? undefined : fitting[index % fitting.length];
    };
    const kinds = [...new Set(chosen.flatMap((each) => each.kinds))];
    const condition = pick(where, kinds);
    // What no kind could ever do is an error of the policy, and not what this test is about.
    const left = condition === undefined ? kinds : kinds.filter((kind) => condition[2].includes(kind));
    const allowed = pick(values, left);
    return {
      chosen,
      except,
      condition,
      allowed,
      plain: {
        ...plain,
        ...(expires !== undefined && left.some((kind) => kind === "member" || kind === "grant")
          ? { expires }
          : {}),
        ...(count !== undefined && left.some((kind) => kind !== "organization") ? { count } : {}),
      },
    };
  })
  .filter(({ plain, allowed }) => Object.keys(plain).length > 0 || allowed !== undefined);

type Policy = typeof policy extends fc.Arbitrary<infer P> ? P : never;

function writtenPolicy({ chosen, except, condition, allowed, plain }: Policy) {
  return {
    for: chosen.map(({ text }) => text),
    ...(condition === undefined ? {} : { where: { [condition[0]]: condition[1] } }),
    ...(except.length === 0 ? {} : { except }),
    ...plain,
    ...(allowed === undefined ? {} : { values: { [allowed[0]]: allowed[1] } }),
  };
}

function like(pattern: string, text: string): boolean {
  const source = pattern.replaceAll(/\*+/g, (stars) => (stars === "*" ? "[^/]*" : "[^]*"));
  return new RegExp(`^${source}$`).test(text);
}

const means = (pattern: string, { address, home }: Entry) =>
  like(pattern, address) || (home !== "" && like(pattern, home));

/** `expected` of one policy: what is named in its findings, as often as it is. */
function expected(
  { entries, homes }: World,
  { chosen, except, condition, allowed, plain }: Policy,
): readonly string[] {
  const found: string[] = [];
  const isMeant = (kind: Kind) => condition === undefined || (having[condition[0]] ?? []).includes(kind);
  const values = (entry: Entry, name: string) => [entry.attributes[name]].flat();
  const selected = entries
    .filter((entry) => entry.live && chosen.some(({ text }) => means(text, entry)))
    .filter(
      (entry) =>
        condition === undefined || values(entry, condition[0]).some((each) => condition[1].includes(each)),
    )
    .filter((entry) => !except.some((each) => means(each, entry)));
  for (const { address, key, kind, attributes, files, expires } of selected) {
    const bad = (is: boolean) => found.push(...(is ? [address] : []));
    for (const path of files) bad(plain.files !== undefined && !like(plain.files, path));
    bad(plain.keys !== undefined && !like(plain.keys, key));
    bad(plain.notKeys !== undefined && like(plain.notKeys, key));
    if (plain.expires !== undefined && (kind === "member" || kind === "grant")) {
      const last = new Date(Date.UTC(2026, 10, 23) + plain.expires.within * 86_400_000);
      bad(expires === undefined || Date.parse(expires) > last.getTime());
    }
    if (allowed !== undefined && (having[allowed[0]] ?? []).includes(kind)) {
      const written = attributes[allowed[0]];
      bad(written === undefined || [written].flat().some((each) => !allowed[1].includes(each)));
    }
  }
  for (const [home, kind] of plain.count === undefined ? [] : homes) {
    if (home === "" || !isMeant(kind) || !chosen.some((each) => each.homes.test(home))) continue;
    if (except.some((each) => like(each, home))) continue;
    const number = selected.filter((entry) => entry.home === home).length;
    const { minimum = 0, maximum = Number.POSITIVE_INFINITY } = plain.count as {
      minimum?: number;
      maximum?: number;
    };
    if (number < minimum || number > maximum) found.push(home);
  }
  return found;
}

test("the findings are those of a naive reading", async () => {
  let broken = 0;
  await fc.assert(
    fc.asyncProperty(world, fc.array(policy, { minLength: 1, maxLength: 4 }), async (made, policies) => {
      const named = policies.map((each, index) => [`p${index}`, each] as const);
      const settings = {
        policies: Object.fromEntries(named.map(([name, each]) => [name, writtenPolicy(each)])),
      };
      const { findings } = await load({ ...made.files, "charter.yaml": JSON.stringify(settings) });
      const got = findings
        .filter(({ code }) => code.startsWith("policy/"))
        .map(({ code, message }) => `${code} ${/^"([^"]*)"/.exec(message)?.[1]}`);
      const want = named.flatMap(([name, each]) =>
        expected(made, each).map((address) => `policy/${name} ${address}`),
      );
      broken += want.length;
      expect(got.sort()).toEqual(want.sort());
      expect(
        findings.filter(({ code, severity }) => !code.startsWith("policy/") && severity === "error"),
      ).toEqual([]);
    }),
    // So many that chance alone does not leave the least number of broken policies unreached.
    { numRuns: 150 },
  );
  expect(broken).toBeGreaterThan(200);
});
