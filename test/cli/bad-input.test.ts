import { open } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { unsafe } from "../report/hostile.ts";
import { parsed } from "./charter.ts";
import { acme, live } from "./live.ts";

const head = "platform: dnanexus\norganization: org-acme\n";

interface Case {
  readonly files: Readonly<Record<string, string>>;
  /** The line as it stands on standard error, without the rest of a long sentence. */
  readonly says: string;
  readonly code: string;
  /** The excerpt with its caret. */
  readonly shows?: string;
}

const bomb = `${head}name: &a [x, x, x, x, x, x, x, x, x]\n${"bcdefghi"
  .split("")
  .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${"abcdefgh"[index]}`).join(", ")}]\n`)
  .join("")}`;

/** What is wrong in the files is said before anything is sent. */
const written: Readonly<Record<string, Case>> = {
  "a syntax error": {
    files: { "acme.yaml": `${head}members:\n  user-alice: "ADMIN\n` },
    says: "acme.yaml:5:1: error: Not valid YAML: Missing closing",
    code: "config/syntax",
  },
  "a syntax error in JSON": {
    files: { "acme.json": '{"platform": "dnanexus",\n "organization": }' },
    says: "acme.json:2:18: error: Not valid JSON",
    code: "config/syntax",
  },
  "a key twice in one file": {
    files: { "acme.yaml": `${acme}  user-bob: ADMIN\n` },
    says: 'acme.yaml:10:3: error: "user-bob" is written twice: here and at acme.yaml:6:3; keep one of them.',
    code: "config/duplicate-key",
    shows: "  10 |   user-bob: ADMIN\n     |   ^^^^^^^^\n",
  },
  "a key twice over two files": {
    files: { "acme.yaml": acme, "more/people.yaml": `${head}members:\n  user-bob: ADMIN\n` },
    says: 'more/people.yaml:4:3: error: "user-bob" is written twice: here and at acme.yaml:6:3; keep one of them.',
    code: "config/duplicate-key",
  },
  "an unknown key": {
    files: { "acme.yaml": `${head}memebers: {}\n` },
    says: 'acme.yaml:3:1: error: "memebers" is not known here; did you mean "members"?',
    code: "config/unknown-key",
    shows: "  3 | memebers: {}\n    | ^^^^^^^^\n",
  },
  "an unknown level": {
    files: { "acme.yaml": acme.replace("ADMIN", "ADMN") },
    says: 'acme.yaml:5:15: error: level is "ADMN"; did you mean "ADMIN"?',
    code: "config/unknown-value",
    shows: "  5 |   user-alice: ADMN\n    |               ^^^^\n",
  },
  "an unknown flag": {
    files: { "acme.yaml": `${head}members:\n  user-bob: { level: MEMBER, apAccess: true }\n` },
    says: 'acme.yaml:4:30: error: "apAccess" is not known here; did you mean "appAccess"?',
    code: "config/unknown-key",
  },
  "an unknown platform": {
    files: { "acme.yaml": acme.replace("dnanexus", "dnanexsu") },
    says: 'acme.yaml:1:11: error: platform is "dnanexsu"; did you mean "dnanexus"?',
    code: "config/unknown-platform",
  },
  "a connection that is not configured": {
    files: { "acme.yaml": `${acme}connection: staging\n` },
    says: "acme.yaml:10:13: error: ",
    code: "config/connection",
  },
  "a user twice in different case": {
    files: { "acme.yaml": `${acme}  user-Bob: ADMIN\n` },
    says: 'acme.yaml:10:3: error: "user-Bob" is written twice (upper and lower case are one): here and at acme.yaml:6:3',
    code: "config/duplicate-key",
  },
  "a bomb of YAML aliases": {
    files: { "acme.yaml": bomb },
    says: "acme.yaml:9:8: error: The aliases of this document stand for more than 1000000 values",
    code: "config/alias",
  },
  "__proto__ as a member": {
    files: { "acme.yaml": `${head}members:\n  __proto__: ADMIN\n` },
    says: 'acme.yaml:4:3: error: "__proto__" cannot be a key of members',
    code: "config/wrong-key",
  },
  "__proto__ as a key": {
    files: {
      "acme.json": `{"platform": "dnanexus", "organization": "org-acme", "__proto__": {"level": "ADMIN"}}`,
    },
    says: 'acme.json:1:54: error: "__proto__" is not known here.',
    code: "config/unknown-key",
  },
  "control characters in a name": {
    files: { "acme.yaml": `${head}name: "A\\e[31mB"\n` },
    says: "acme.yaml:3:7: error: ",
    code: "config/hidden-character",
  },
  "a right-to-left mark in a key": {
    files: { "acme.yaml": `${head}members:\n  "user-\u202ebob": ADMIN\n` },
    says: "acme.yaml:4:",
    code: "config/hidden-character",
  },
  "null where a collection stands": {
    files: { "acme.yaml": `${head}members:\n` },
    says: "acme.yaml:3:9: error: members has nothing after it. Write members: {} if there shall be none",
    code: "config/null",
  },
  "TypeScript, where it may not run": {
    files: {
      "acme.ts":
        'import { defineOrganization } from "orgcharter";\nexport default defineOrganization("dnanexus", {});\n',
    },
    says: "acme.ts",
    code: "config/code-off",
  },
};

describe("in the files", () => {
  test.each(Object.entries(written))("%s", async (name, { files, says, code, shows }) => {
    await using run = await live(files);
    const flags = name.startsWith("TypeScript") ? ["--no-code"] : [];
    const human = await run.run(["plan", ...flags]);
    expect([human.code, human.stdout]).toEqual([1, ""]);
    expect(human.stderr).toContain(says);
    expect(human.stderr).toContain(`[${code}]`);
    if (shows !== undefined) expect(human.stderr).toContain(shows);
    expect(human.stderr).not.toMatch(unsafe);
    expect(human.stderr.length).toBeLessThan(20_000);

    const machine = await run.run(["apply", "--yes", "--format", "json", ...flags]);
    expect(machine.code).toBe(1);
    expect(parsed(machine)).toMatchObject({ ok: false });
    const found = parsed(machine)["findings"];
    expect(found).toContainEqual(expect.objectContaining({ code, severity: "error" }));
    expect(run.sandbox.requests).toEqual([]);
  });

  test("all of it is said at once, in the order of files and lines", async () => {
    await using run = await live({
      "b.yaml": `${head.replace("acme", "beta")}memebers: {}\nmembers: { user-bob: ADMN }\n`,
      "a.yaml": acme.replace("MEMBER", "MEMBR"),
    });
    const { code, stderr } = await run.run(["validate"]);
    expect(code).toBe(1);
    expect(stderr.match(/^\S+:\d+:\d+: error/gm)).toEqual([
      "a.yaml:6:13: error",
      "b.yaml:3:1: error",
      "b.yaml:4:22: error",
    ]);
    expect(stderr.trimEnd().split("\n").at(-1)).toBe("3 errors.");
  });

  test("a file of 50 MB is not read, and the limit can be raised", async () => {
    await using run = await live({ "acme.yaml": acme });
    await using file = await open(join(run.path, "big.yaml"), "w");
    await file.truncate(50 * 1024 * 1024);
    const started = performance.now();
    const { code, stderr } = await run.run(["plan"]);
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(code).toBe(1);
    expect(stderr).toContain("big.yaml:1:1: error: big.yaml has 50 MiB; files above 20 MiB are not read.");
    expect(stderr).toContain("[config/too-large]");
    expect(run.sandbox.requests).toEqual([]);
    const small = await run.run(["validate", "--max-file-size", "0.00001"]);
    expect(small.stderr).toContain("acme.yaml has");
  });

  test("an empty file is a note, and nothing more", async () => {
    await using run = await live({ "acme.yaml": acme, "empty.yaml": "" });
    const { code, stdout, stderr } = await run.run(["plan"]);
    expect(code).toBe(0);
    expect(stdout).toBe("No changes. Live state is as the configuration says.\n");
    expect(stderr).toBe("empty.yaml:1:1: note: empty.yaml is empty. [config/empty]\n");
    expect((await run.run(["plan", "--quiet"])).stderr).toBe("");
  });

  test("a folder with nothing in it is said, and is not good news", async () => {
    await using run = await live({});
    const { code, stdout, stderr } = await run.run(["plan"]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^error: There is no organization in .* \[config\/empty\]\n$/);
    expect(run.sandbox.requests).toEqual([]);
  });
});

describe("in what the files ask for", () => {
  test.each([
    ["a user", acme.replace("user-erin", "user-nobody"), "acme.yaml:9:3", "user-nobody"],
    [
      "an organization",
      `${acme}projects:\n  data:\n    grants: { user-alice: ADMINISTER, org-nothing: VIEW }\n`,
      "acme.yaml:12:39",
      "org-nothing",
    ],
  ])("%s that does not exist is named with its line; nothing is changed", async (_, text, place, name) => {
    await using run = await live({ "acme.yaml": text });
    const { code, stderr } = await run.run(["apply", "--yes"]);
    expect(code).toBe(1);
    expect(stderr).toContain(`${place}: error: DNAnexus knows no ${name}.`);
    expect(stderr).toContain("[plan/no-such-principal]");
    expect(run.writes()).toEqual([]);
  });

  test("members: {} meets the guards: 3, and nothing is changed", async () => {
    await using run = await live({ "acme.yaml": `${head}members: {}\n` });
    const { code, stdout } = await run.run(["apply", "--yes"]);
    expect(code).toBe(3);
    expect(stdout).toContain("  removals: 5 of 5 in org-acme/members would be removed (100 %: all of them)");
    expect(stdout).toContain("      allow it with: --allow actor:org-acme/members/user-alice\n");
    expect(stdout).toContain("  admins: 0 ADMINs of the organization would be left in org-acme/members");
    expect(run.writes()).toEqual([]);
  });
});

describe("in the credential", () => {
  test("none", async () => {
    await using run = await live();
    const { code, stdout, stderr } = await run.run(["plan"], { env: { CHARTER_DNANEXUS_TOKEN: "" } });
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(
      "Set the environment variable CHARTER_DNANEXUS_TOKEN, or name another source in charter.yaml",
    );
    expect(stderr).toContain("[connection/no-credential]");
    expect(run.sandbox.requests).toEqual([]);
  });

  test("a wrong one, which is never shown", async () => {
    await using run = await live();
    const { code, stdout, stderr } = await run.run(["plan", "--verbose"], {
      env: { CHARTER_DNANEXUS_TOKEN: "wr0ng-s3cret" },
    });
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("[connection/unauthenticated]");
    expect(stderr).toContain("It comes from CHARTER_DNANEXUS_TOKEN.");
    expect(stderr).not.toContain("s3cret");
    expect(run.writes()).toEqual([]);
  });

  test("of somebody who may not: 3, with what it takes", async () => {
    await using run = await live({ "acme.yaml": acme.replace("name: Acme", "name: Mine") }, "user-bob");
    const { code, stdout } = await run.run(["apply", "--yes"]);
    expect(code).toBe(3);
    expect(stdout).toContain("  forbidden: user-bob may not change the organization at org-acme");
    expect(stdout).toContain("      leave it out with: --without-forbidden\n");
    expect(stdout).toContain("  unknown: org-acme/members is managed, but user-bob cannot read it");
    expect(run.writes()).toEqual([]);
  });

  test("of somebody outside: 3, and unknown is not taken for empty", async () => {
    await using run = await live({ "acme.yaml": acme }, "user-frank");
    const { code, stdout } = await run.run(["apply", "--yes"]);
    expect(code).toBe(3);
    expect(stdout).toContain("? org-acme  The actor is no member of org-acme.");
    expect(stdout).toMatch(/No changes to what could be read\. 1 unknown\.\n$/);
    expect(run.writes()).toEqual([]);
  });
});

describe("in the server", () => {
  test("it cannot be reached", async () => {
    await using run = await live();
    const { code, stdout, stderr } = await run.run(["plan"], {
      env: { CHARTER_DNANEXUS_URL: "http://127.0.0.1:1" },
    });
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("127.0.0.1:1 cannot be reached");
    expect(stderr).toContain("Check the URL");
    expect(stderr).toContain("[connection/unreachable]");
  });

  test("the URL would send the credential in the clear", async () => {
    await using run = await live();
    const { code, stderr } = await run.run(["plan"], { env: { CHARTER_DNANEXUS_URL: "http://example.com" } });
    expect(code).toBe(1);
    expect(stderr).toContain("Use https://");
    expect(stderr).toContain("[connection/bad-url]");
  });

  // A list that is not complete is never taken for a shorter one.
  test.each([
    ["answers HTML instead of JSON", "html:route=find", "is HTML instead of JSON", "connection/unavailable"],
    ["repeats a page for ever", "loop:route=findMembers", "The list never ends", "connection/malformed"],
    ["cuts its answers short", "truncate:route=findMembers", "no whole answer came", "connection/lost"],
  ])("it %s", async (_, fault, sentence, code) => {
    await using run = await live({ "acme.yaml": `${acme}projects: {}\n` });
    run.faults(fault);
    const ended = await run.run(["apply", "--yes"]);
    expect([ended.code, ended.stdout]).toEqual([1, ""]);
    expect(ended.stderr).toContain(sentence);
    expect(ended.stderr).toContain(`[${code}]`);
    expect(run.sandbox.requests.length).toBeLessThan(50);
    expect(run.writes()).toEqual([]);
  });

  test("what it says about itself is escaped", async () => {
    await using run = await live();
    const server = createServer((_, response) => {
      response.writeHead(401, { "content-type": "application/json" });
      response.end(
        JSON.stringify({
          error: { type: "Invalid\u001b[2J", message: "\u202e::error::\u001b]0;x\u0007\n::error::y" },
        }),
      );
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as AddressInfo;
    try {
      const { code, stderr } = await run.run(["plan"], {
        env: { CHARTER_DNANEXUS_URL: `http://127.0.0.1:${port}` },
      });
      expect(code).toBe(1);
      expect(stderr).not.toMatch(unsafe);
      expect(stderr).not.toMatch(/^\s*::/m);
    } finally {
      server.close();
    }
  });
});
