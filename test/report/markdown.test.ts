import { describe, expect, test } from "vitest";
import { planMarkdown } from "../../src/report/plan/markdown.ts";
import { access, call, change, everything, plan, section, stop } from "./fixture.ts";

describe("a plan as a comment", () => {
  test("with one of everything", () => {
    expect(planMarkdown(everything)).toMatchInlineSnapshot(`
      "<!-- charter:plan -->
      ### Plan: 4 to create, 4 to update, 1 to replace, 3 to delete (3 calls). 1 waiting, 1 pending, 1 unmanaged and 1 unknown.

      > [!CAUTION]
      > **Stopped by 2 guards: nothing of this plan can be applied as it is.**
      >
      > - **removals** at \`acme/members\`: 30 of 100 in acme/members would be removed \\(30 %\\); the limit is 25 %.
      >   Setting in \`charter.yaml\`: \`guards.removals\`.
      >   Allow it with \`--allow removals:acme/members\`
      >
      > - **forbidden** at \`acme/projects/old\`: user-bot may not do it.
      >   Leave it out with \`--without-forbidden\`

      > [!WARNING]
      > **1 guard overridden:**
      >
      > - **actor** at \`acme/members/user-bot\`: The plan lowers user-bot.
      >   By \`--allow actor:acme/members/user-bot\`

      | organization | create | update | delete |
      | --- | ---: | ---: | ---: |
      | \`acme\` | 4 | 5 | 3 |

      <details><summary>Access that changes (2 gained, 2 lost)</summary>

      \`\`\`diff
          acme
      +     user-mallory  raw-data  VIEW, DOWNLOAD                              via org-qc
      -     user-carol    old       VIEW, ADMINISTER                            direct
      !     user-bob      acme      gains manage; loses leave (MEMBER → ADMIN)  direct
      \`\`\`

      </details>

      <details><summary><code>acme</code>: 12 changes</summary>

      \`\`\`diff
      !   acme  name: Acme → Acme Genomics
          members
      !     user-bob    level: MEMBER → ADMIN, projectAccess: VIEW → ADMINISTER
      -     user-carol  (no longer in the configuration)
      +     user-dave   level: MEMBER
      -     user-temp   (expired)
          projects
      +     later     (waits for billing of acme to be set up)
      !     old
                description:
                    one
                    two
      -           three
      +           3
                    four
                    five
                    six
      +           seven
                summary:
      !           …uick brown fox jumps over the [-lazy-]{+eager+} dog, and then it goes home to…
      +     raw-data
                name:               raw-data
                summary:            "yes"
                description:
      +           First line
      +           Second line
                overrides.copy:     no-one
                overrides.download: true
      !     renamed   name: was → renamed  (renamed)
          projects/old/grants
      -     user-carol  (no longer in the configuration)  (the platform does it by itself, with acme/members/user-carol)
      -     -/+ user-eve  level: VIEW → UPLOAD
          projects/raw-data/grants
      +     org-qc  level: VIEW
      \`\`\`

      </details>

      <details><summary>What the platform does by itself: 1</summary>

      \`\`\`diff
      -   acme/apps/x/developers/user-carol  goes, with acme/members/user-carol
      \`\`\`

      </details>

      <details><summary>Pending, waiting for a person (nothing to do here): 1</summary>

      \`\`\`diff
          acme/members/user-new  user-new to accept the invitation
      \`\`\`

      </details>

      <details><summary>Next steps: 1</summary>

      \`\`\`diff
          acme/members/user-new  give the level once the invitation is accepted
      \`\`\`

      </details>

      <details><summary>Live, and not in the configuration (left as it is): 1</summary>

      \`\`\`diff
          acme/projects/project-123  named Somebody's project
      \`\`\`

      </details>

      <details><summary>Unknown, because it could not be read (not the same as empty): 1</summary>

      \`\`\`diff
      #   acme/projects/secret/grants  PermissionDenied: CONTRIBUTE required
      \`\`\`

      </details>

      <sub>Plan \`0123456789abcdef0123456789abcdef\` of 2026-08-21T07:30:00.000Z, Charter 1.2.3.</sub>
      "
    `);
  });

  test("nothing to do", () => {
    expect(planMarkdown(plan([section()]))).toMatchInlineSnapshot(`
      "<!-- charter:plan -->
      ### No changes. Live state is as the configuration says.

      <sub>Plan \`0123456789abcdef0123456789abcdef\` of 2026-08-21T07:30:00.000Z, Charter 1.2.3.</sub>
      "
    `);
  });

  test("calls on request", () => {
    expect(planMarkdown(everything, { calls: true })).toContain("3 calls, as they will be sent");
    expect(planMarkdown(everything)).not.toContain("as they will be sent");
  });
});

describe("a comment that would be too long", () => {
  const organizations = Array.from({ length: 400 }, (_, index) => `org-${index}`);
  const large = plan([
    section({
      organizations,
      changes: organizations.flatMap((organization, index) =>
        Array.from({ length: 30 }, (_, each) =>
          change(index === 7 ? "delete" : "create", `${organization}/members/user-${each}`),
        ),
      ),
      calls: organizations.map((organization, index) => call(`c${index}`, organization)),
      access: organizations.flatMap((organization) =>
        Array.from({ length: 30 }, (_, each) => access(`user-${each}`, `${organization}/projects/p${each}`)),
      ),
      stops: organizations.map((organization) => stop("removals", `${organization}/members`)),
    }),
  ]);

  test.each([60_000, 20_000, 5_000])("keeps to %i characters and says what it left out", (max) => {
    const text = planMarkdown(large, { max, calls: true });
    expect(text.length).toBeLessThanOrEqual(max);
    expect(text).toContain("Stopped by 400 guards");
    expect(text).toMatch(/One flag can name a family of places.*: `--allow 'removals:org-\d+\*\/members'`/);
    expect(text).toContain("Plan: 11,970 to create, 0 to update, 30 to delete (400 calls).");
    expect(text).toMatch(/> \*\*Shortened to fit into a comment:\*\* .*everything\.\n$/);
    expect(text).toContain("`changes of ".replace("`", ""));
  });

  test("what takes away is in the overview first", () => {
    const rows = planMarkdown(large)
      .split("\n")
      .filter((line) => line.startsWith("| `org-"));
    expect(rows[0]).toBe("| `org-7` | 0 | 0 | 30 |");
  });

  test("one enormous organization is shortened, not dropped", () => {
    const changes = Array.from({ length: 5_000 }, (_, index) =>
      change("create", `acme/members/user-${index}`),
    );
    const text = planMarkdown(plan([section({ changes })]));
    expect(text.length).toBeLessThanOrEqual(60_000);
    expect(text).toContain("+     user-0");
    expect(text).toContain("… and 4,975 more: 4975 to create");
    expect(text).toContain("Shortened to fit into a comment:** changes of `acme`.");
  });

  test("one enormous name cannot push the rest out", () => {
    const name = `user-${"`x".repeat(100_000)}`;
    const text = planMarkdown(plan([section({ changes: [change("delete", `acme/members/${name}`)] })]));
    expect(text.length).toBeLessThan(2_000);
    expect(text).toContain("more characters)");
  });
});

test("what ends soon is counted, and can be unfolded", () => {
  const soon = section({ expiring: [{ address: null, person: "alice", expires: "2026-12-01" }] });
  expect(planMarkdown(plan([soon]))).toContain("<details><summary>Ends soon (last day): 1</summary>");
});
