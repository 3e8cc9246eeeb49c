import { describe, expect, test } from "vitest";
import { planText } from "../../src/report/plan/terminal.ts";
import { colourStyle } from "../../src/report/style.ts";
import { access, call, change, everything, plan, section, stop } from "./fixture.ts";

describe("a plan at a terminal", () => {
  test("with one of everything", () => {
    expect(planText(everything)).toMatchInlineSnapshot(`
      "+ create   ~ update   -/+ replace (delete, then create)   - delete

      acme
        ~ acme  name: Acme → Acme Genomics
        members
          ~ user-bob    level: MEMBER → ADMIN, projectAccess: VIEW → ADMINISTER
          - user-carol  (no longer in the configuration)
          + user-dave   level: MEMBER
          - user-temp   (expired)
        projects
          + later     (waits for billing of acme to be set up)
          ~ old
              description:
                  one
                  two
                - three
                + 3
                  four
                  five
                  six
                + seven
              summary:
                ~ …uick brown fox jumps over the [-lazy-]{+eager+} dog, and then it goes home to…
          + raw-data
              name:               raw-data
              summary:            "yes"
              description:
                + First line
                + Second line
              overrides.copy:     no-one
              overrides.download: true
          ~ renamed   name: was → renamed  (renamed)
        projects/old/grants
          - user-carol  (no longer in the configuration)  (the platform does it by itself, with acme/members/user-carol)
          -/+ user-eve  level: VIEW → UPLOAD
        projects/raw-data/grants
          + org-qc  level: VIEW

      Access that changes (2 gained, 2 lost):
        acme
          + user-mallory  raw-data  VIEW, DOWNLOAD                              via org-qc
          - user-carol    old       VIEW, ADMINISTER                            direct
          ~ user-bob      acme      gains manage; loses leave (MEMBER → ADMIN)  direct

      What the platform does by itself:
        - acme/apps/x/developers/user-carol  goes, with acme/members/user-carol

      Pending, waiting for a person (nothing to do here):
        acme/members/user-new  user-new to accept the invitation

      Next steps:
        acme/members/user-new  give the level once the invitation is accepted

      Live, and not in the configuration (left as it is):
        acme/projects/project-123  named Somebody's project

      Unknown, because it could not be read (not the same as empty):
        ? acme/projects/secret/grants  PermissionDenied: CONTRIBUTE required

      1 guard overridden:
        actor: The plan lowers user-bot.
            by --allow actor:acme/members/user-bot

      Stopped by 2 guards: nothing of this plan can be applied as it is.
        removals: 30 of 100 in acme/members would be removed (30 %); the limit is 25 %. (guards.removals in charter.yaml)
            allow it with: --allow removals:acme/members
        forbidden: user-bot may not do it.
            leave it out with: --without-forbidden

      Plan: 4 to create, 4 to update, 1 to replace, 3 to delete (3 calls). 1 waiting, 1 pending, 1 unmanaged and 1 unknown.
      "
    `);
  });

  test("verbose: where it was written, what a removal takes", () => {
    const text = planText(everything, { verbose: true });
    expect(text).toContain("+ user-dave   level: MEMBER  (acme.yaml:7:3)");
    expect(text).toContain("level: ADMIN → (not set)");
    expect(text).toContain("main (made-up, 1 organization, as user-bot)");
  });

  test("the calls as they will be sent", () => {
    const text = planText(everything, { calls: true });
    expect(text.slice(text.indexOf("3 calls"), text.indexOf("1 guard overridden"))).toMatchInlineSnapshot(`
      "3 calls, as they will be sent:

        c4  POST /acme/removeMember
          {
            "user": "user-carol"
          }
          - acme/members/user-carol
          one at a time with all calls of acme

        c5  POST /project/new
          {
            "name": "raw-data",
            "nonce": (nonce)
          }
          + acme/projects/raw-data
          gives the id of acme/projects/raw-data

        c6  POST /(known after create of acme/projects/raw-data)/invite?dry=false (host api)
          {
            "invitee": "org-qc",
            "level": "VIEW",
            "key": (secret KEY),
            "list": []
          }
          + acme/projects/raw-data/grants/org-qc
          after c5
          one at a time with all calls of acme/projects/raw-data

      "
    `);
  });

  test("a call with what it says beside its body", () => {
    const detailed = call("c1", "acme", {
      method: "DELETE",
      path: ["org", "Acme Foods"],
      query: { confirmName: "Acme Foods", kinds: ["a&b", 2] },
      headers: { "x-pod-id": "pod\u001b[2J01" },
    });
    const text = planText(plan([section({ calls: [detailed] })]), { calls: true });
    expect(text).toContain(
      "  c1  DELETE /org/Acme%20Foods?confirmName=Acme+Foods&kinds=a%26b&kinds=2\n    with x-pod-id: pod\\u{1b}[2J01\n",
    );
  });

  test("nothing to do", () => {
    expect(planText(plan([section()]))).toMatchInlineSnapshot(`
      "No changes. Live state is as the configuration says.
      "
    `);
  });

  test.each([
    [
      "only pending",
      section({ pending: [{ address: "acme/members/x", for: "x to accept" }] }),
      "No changes. Live state is as the configuration says. 1 pending.",
    ],
    [
      "only waiting",
      section({ changes: [change("create", "acme/members/x", { waiting: "billing" })] }),
      "No changes that could be made now. 1 waiting.",
    ],
    [
      "something unknown",
      section({ unknown: [{ address: "acme", collection: "members", why: "denied" }] }),
      "No changes to what could be read. 1 unknown.",
    ],
    [
      "one create",
      section({ changes: [change("create", "acme/members/x")], calls: [call("c1", "acme/members/x")] }),
      "Plan: 1 to create, 0 to update, 0 to delete (1 call).",
    ],
    [
      "a replace",
      section({ changes: [change("replace", "acme/members/x")] }),
      "Plan: 0 to create, 0 to update, 1 to replace, 0 to delete (0 calls).",
    ],
  ])("the last line: %s", (_, own, expected) => {
    const made = plan([own]);
    const summary = { ...made.summary, waiting: 0, ...waiting(own.changes) };
    expect(
      planText({ ...made, summary })
        .trimEnd()
        .split("\n")
        .at(-1),
    ).toBe(expected);
  });

  test("several connections are told apart", () => {
    const text = planText(
      plan([
        section({ changes: [change("create", "acme/members/x")] }),
        section({
          connection: "other",
          changes: [change("delete", "beta/members/y")],
          organizations: ["beta"],
        }),
        section({ connection: "quiet" }),
      ]),
    );
    expect(text).toMatchInlineSnapshot(`
      "+ create   ~ update   -/+ replace (delete, then create)   - delete

      main (made-up, 1 organization, as user-bot)

      acme
        members
          + x

      other (made-up, 1 organization, as user-bot)

      beta
        members
          - y  (no longer in the configuration)

      Plan: 1 to create, 0 to update, 1 to delete (0 calls).
      "
    `);
  });

  test("targets are said", () => {
    expect(planText(plan([section()], { targets: ["acme/members"] }))).toContain(
      "Only what lies at or below acme/members was planned; everything else may differ.",
    );
  });

  test("colour changes nothing but the colour", () => {
    const coloured = planText(everything, { style: colourStyle, calls: true });
    expect(coloured).not.toBe(planText(everything, { calls: true }));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what is removed is the colour
    expect(coloured.replaceAll(/\u001b\[\d+m/g, "")).toBe(planText(everything, { calls: true }));
  });
});

/** The summary counts what waits apart from what would be sent. */
function waiting(changes: readonly { readonly waiting?: string }[]) {
  const number = changes.filter((each) => each.waiting !== undefined).length;
  return number === 0 ? {} : { waiting: number, create: 0 };
}

describe("a large plan", () => {
  const organizations = Array.from({ length: 60 }, (_, index) => `org-${String(index).padStart(2, "0")}`);
  const large = plan([
    section({
      organizations,
      changes: organizations.flatMap((organization) => [
        ...Array.from({ length: 40 }, (_, index) =>
          change("create", `${organization}/members/user-${index}`),
        ),
        change("delete", `${organization}/members/zoe`),
        change("create", `${organization}/projects/p/grants/user-1`),
      ]),
    }),
  ]);

  test("is bounded, keeps the removals in sight, and says what it left out", () => {
    const text = planText(large);
    expect(text.split("\n").length).toBeLessThan(320);
    expect(text).toContain("- zoe      (no longer in the configuration)");
    expect(text).toContain("… and 16 more: 16 to create (--verbose or --format json shows all)");
    expect(text).toMatch(/\d,\d+ more changes, only counted here/);
    expect(text).toMatch(/org-\d\d {2}41 to create and 1 to delete/);
    expect(text).toMatch(/… and \d+ more organizations with [\d,]+ changes/);
    expect(text.trimEnd().split("\n").at(-1)).toBe(
      "Plan: 2460 to create, 0 to update, 60 to delete (0 calls).".replace("2460", "2,460"),
    );
  });

  test("nothing is lost: what is shown and what is counted is everything", () => {
    const text = planText(large);
    const shown = text.split("\n").filter((line) => /^ {4}[+-] /.test(line)).length;
    const counted = [...text.matchAll(/… and (\d+) more: /g)].reduce(
      (sum, [, number]) => sum + Number(number),
      0,
    );
    const inCollections = [
      ...text.matchAll(/… and \d+ more collections?: (\d+) to create(?: and (\d+) to delete)?/g),
    ].reduce((sum, [, creates, deletes]) => sum + Number(creates) + Number(deletes ?? 0), 0);
    const rest = Number(/([\d,]+) more changes, only/.exec(text)?.[1]?.replace(",", ""));
    expect(shown + counted + inCollections + rest).toBe(60 * 42);
  });

  test("is complete with verbose", () => {
    const text = planText(large, { verbose: true });
    expect(text.split("\n").filter((line) => /^ {4}[+-] /.test(line))).toHaveLength(60 * 42);
    expect(text).not.toContain("--verbose");
  });
});

describe("access", () => {
  test("many rows that read the same are one line", () => {
    const targets = Array.from({ length: 30 }, (_, index) => `acme/projects/p${index}`);
    const text = planText(
      plan([
        section({
          access: [
            ...targets.map((target) => access("user-mallory", target, { via: ["org-qc"] })),
            ...targets.map((target) =>
              access("user-bob", target, { gained: [], lost: ["VIEW"], before: "VIEW", after: null }),
            ),
          ],
        }),
      ]),
    );
    expect(text).toMatchInlineSnapshot(`
      "Access that changes (30 gained, 30 lost):
        acme
          + user-mallory  30 targets  VIEW  via org-qc    (p0, p1 and 28 more)
          - user-bob      30 targets  VIEW  direct    (p0, p1 and 28 more)

      No changes. Live state is as the configuration says.
      "
    `);
  });

  test("rows that differ are bounded and counted", () => {
    const rows = Array.from({ length: 400 }, (_, index) =>
      access(`user-${index}`, `acme/projects/p${index}`, { via: [`org-${index}`] }),
    );
    const text = planText(plan([section({ access: rows })]));
    expect(text).toContain("… and 375 more (--verbose or --format json shows all)");
    expect(
      planText(plan([section({ access: rows })]), { verbose: true })
        .split("\n")
        .filter((line) => line.includes("+ user-")),
    ).toHaveLength(400);
  });

  test("what a setting takes names it, and who keeps access by another way is told", () => {
    const lost = { gained: [], before: "VIEW", after: "VIEW", via: ["org-acme"] };
    const withheld = [
      { action: "COPY", by: "overrides.copy" },
      { action: "DOWNLOAD", by: "overrides.download" },
    ];
    const text = planText(
      plan([
        section({
          access: [
            ...["a", "b", "c"].map((user) =>
              access(`user-${user}`, "acme/projects/raw", { ...lost, lost: ["COPY", "DOWNLOAD"], withheld }),
            ),
            access("user-d", "acme/projects/raw", { ...lost, lost: ["COPY"] }),
            access("user-e", "acme/projects/raw", { ...lost, left: ["direct"] }),
          ],
        }),
      ]),
    );
    expect(text).toMatchInlineSnapshot(`
      "Access that changes (0 gained, 4 lost, 1 kept by other ways):
        acme
          - user-a  raw  COPY, DOWNLOAD (overrides.copy, overrides.download)  via org-acme
          - user-b  raw  COPY, DOWNLOAD (overrides.copy, overrides.download)  via org-acme
          - user-c  raw  COPY, DOWNLOAD (overrides.copy, overrides.download)  via org-acme
          - user-d  raw  COPY        via org-acme
          ~ user-e  raw  keeps VIEW  via org-acme, no longer direct

      No changes. Live state is as the configuration says.
      "
    `);
  });

  test("two targets with the same key are told apart by their path", () => {
    const text = planText(
      plan([section({ access: [access("user-a", "acme/projects/x"), access("user-a", "acme/apps/x")] })]),
    );
    expect(text).toContain("+ user-a  projects/x  VIEW  direct");
    expect(text).toContain("+ user-a  apps/x      VIEW  direct");
  });
});

describe("stops", () => {
  const families = (names: readonly string[]) => {
    const stops = names.map((name) => stop("removals", `${name}/members`));
    return /family of places.*\n\s*(.*)/.exec(planText(plan([section({ stops })])))?.[1];
  };

  test.each([
    [
      "many alike: the longest beginning that two of them share",
      ["a", "team-x", "team-y", "z"],
      "'removals:team-*/members'",
    ],
    ["three alike: naming each is the better habit", ["team-x", "team-y", "team-z"], undefined],
    ["nothing in common: never everything", ["a", "b", "c", "d"], undefined],
  ])("%s", (_name, names, flag) => {
    expect(families(names)).toBe(flag && `--allow ${flag}`);
  });
});

describe("long and many-line texts", () => {
  const differing = (before: string, after: string) =>
    planText(
      plan([
        section({
          changes: [change("update", "acme/projects/p", { attributes: [{ name: "text", before, after }] })],
        }),
      ]),
    );

  test("are cut with a count", () => {
    const lines = Array.from({ length: 100 }, (_, index) => `line ${index}`).join("\n");
    const text = planText(
      plan([
        section({
          changes: [
            change("create", "acme/projects/p", {
              attributes: [{ name: "text", before: null, after: lines }],
            }),
          ],
        }),
      ]),
    );
    expect(text).toContain("+ line 39");
    expect(text).not.toContain("line 40");
    expect(text).toContain("… and 60 more lines of this text");
  });

  test("are compared, unless that would take long", () => {
    expect(differing("a\nb\nc", "a\nB\nc")).toContain("- b\n          + B");
    const huge = (letter: string) =>
      Array.from({ length: 3_000 }, (_, index) => `${letter}${index} word`).join(" ");
    const start = performance.now();
    const text = differing(huge("a"), huge("b"));
    expect(performance.now() - start).toBeLessThan(1_000);
    expect(text).toContain("more characters)");
  });
});

test("what a change then waits for, and what the rest of one waits for", () => {
  const invited = change("create", "acme/members/ann", { calls: ["c1"], pending: "ann to accept" });
  const partly = change("create", "acme/members/bob", {
    calls: ["c2"],
    pending: "bob to accept",
    waiting: "bob to accept",
  });
  const text = planText(plan([section({ changes: [invited, partly] })]));
  expect(text).toContain("+ ann  (then waits for ann to accept)");
  expect(text).toContain("+ bob  (the rest waits for bob to accept)");
});

test("of many actions the first are named, of a level all of whose actions come or go only the level", () => {
  const actions = Array.from({ length: 12 }, (_, index) => `action${index}`);
  const all = [
    access("ann", "acme", { before: null, after: "admin", gained: actions }),
    access("bob", "acme", { before: "user", after: "admin", gained: actions }),
  ];
  const made = plan([section({ access: all })]);
  expect(planText(made)).toContain("+ ann  acme  admin ");
  expect(planText(made)).toContain(
    "+ bob  acme  action0, action1, action2, action3, action4, action5 and 6 more (user → admin)",
  );
  expect(planText(made, { verbose: true })).toContain("action10, action11");
});

test("what ends soon: a line each, by day; many of one day are counted", () => {
  const many = Array.from({ length: 7 }, (_, index) => ({
    address: `acme/members/user-${index}`,
    person: null,
    expires: "2026-12-24",
  }));
  const soon = section({
    expiring: [
      { address: null, person: "alice", expires: "2026-12-01" },
      { address: "acme/projects/raw/grants/user-bob\u001b[2J", person: null, expires: "2026-12-01" },
      ...many,
    ],
  });
  expect(planText(plan([soon]))).toMatchInlineSnapshot(`
    "Ends soon (last day):
      2026-12-01  alice (person)
      2026-12-01  acme/projects/raw/grants/user-bob\\u{1b}[2J
      2026-12-24  acme/members/user-0, acme/members/user-1, acme/members/user-2 and 4 more

    No changes. Live state is as the configuration says.
    "
  `);
  expect(planText(plan([soon]), { verbose: true }).match(/user-\d/g)).toHaveLength(7);
});
