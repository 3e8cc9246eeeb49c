import { execFile } from "node:child_process";
import { once } from "node:events";
import { access, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { charter, ended, folder, start } from "./charter.ts";

async function firstLine(child: ReturnType<typeof start>): Promise<string> {
  const lines = createInterface({ input: child.stdout });
  const [line] = await once(lines, "line");
  return String(line);
}

/** Everything that is said before it serves: it ends with the line that unsets. */
async function introduction(child: ReturnType<typeof start>): Promise<string> {
  let text = "";
  for await (const line of createInterface({ input: child.stdout })) {
    text += `${line}\n`;
    if (line.startsWith("  unset ")) break;
  }
  return text;
}

describe("charter sandbox", () => {
  test.each(["SIGINT", "SIGTERM"] as const)(
    "prints one JSON line, serves, and ends with %s",
    async (signal) => {
      const child = start(["sandbox", "dnanexus", "--format", "json"]);
      const end = ended(child);
      const { url, tokens } = JSON.parse(await firstLine(child));
      const answer = await fetch(`${url}/system/whoami`, {
        method: "POST",
        headers: { authorization: `Bearer ${tokens["user-alice"]}`, "content-type": "application/json" },
        body: "{}",
      });
      expect(await answer.json()).toMatchObject({ id: "user-alice" });
      child.kill(signal);
      const { code, stdout, stderr } = await end;
      expect([code, stderr]).toEqual([0, "charter: The sandbox stops.\n"]);
      const credentials = { "user-alice": { token: tokens["user-alice"] } };
      expect(JSON.parse(stdout)).toMatchObject({ url, tokens, credentials });
      expect(stdout.split("\n")).toHaveLength(2);
    },
  );

  test("says to people which variables lead Charter and the vendor's client to it", async () => {
    const child = start(["sandbox", "dnanexus", "--as", "user-bob"]);
    const end = ended(child);
    await firstLine(child);
    child.kill("SIGINT");
    const { code, stdout } = await end;
    expect(code).toBe(0);
    const url = /listens at (http:\/\/127\.0\.0\.1:\d+)\./.exec(stdout)?.[1];
    const token = /^ {2}user-bob +(\S+)$/m.exec(stdout)?.[1];
    expect(stdout).toContain(`  export CHARTER_DNANEXUS_URL=${url}\n`);
    expect(stdout).toContain(`  export CHARTER_DNANEXUS_TOKEN=${token}\n`);
    expect(stdout).toContain("For dx:\n  export DX_APISERVER_HOST=127.0.0.1\n");
    expect(stdout).toContain(`"auth_token":"${token}"`);
  });

  test.skipIf(process.platform === "win32")(
    "prints variables that a shell takes over as they are, and a folder for dx that goes with it",
    async () => {
      const child = start(["sandbox", "dnanexus", "--as", "user-bob"]);
      const end = ended(child);
      const shown = await introduction(child);
      const [, vendor = ""] = shown.split("For dx:\n");
      const leading = { PATH: process.env["PATH"] ?? "", HTTP_PROXY: "http://x", DX_PROJECT_CONTEXT_ID: "p" };
      const { stdout } = await promisify(execFile)("sh", ["-c", `${vendor}\nenv`], { env: leading });
      const set = new Map(
        stdout.split("\n").map((line) => [line.split("=", 1)[0], line.replace(/^.*?=/, "")]),
      );
      for (const name of ["HTTP_PROXY", "DX_PROJECT_CONTEXT_ID"]) expect(set.has(name)).toBe(false);

      // As dxpy puts them together.
      const { auth_token, auth_token_type } = JSON.parse(set.get("DX_SECURITY_CONTEXT") ?? "");
      const headers = {
        authorization: `${auth_token_type} ${auth_token}`,
        "content-type": "application/json",
      };
      const [protocol, host, port] = ["PROTOCOL", "HOST", "PORT"].map((part) =>
        set.get(`DX_APISERVER_${part}`),
      );
      const ask = (url: string): Promise<Response> => fetch(url, { method: "POST", headers, body: "{}" });
      const who = await ask(`${protocol}://${host}:${port}/system/whoami`);
      expect(await who.json()).toEqual({ id: "user-bob" });
      const auth = await ask(`${set.get("DX_AUTHSERVER_HOST")}:${set.get("DX_AUTHSERVER_PORT")}/user/new`);
      expect(await auth.json()).toMatchObject({ error: { type: "PermissionDenied" } });

      const saved = set.get("DX_USER_CONF_DIR") ?? "";
      expect(await readdir(saved)).toEqual([]);
      await writeFile(join(saved, "environment.json"), "{}");
      child.kill("SIGINT");
      expect((await end).code).toBe(0);
      await expect(access(saved)).rejects.toThrow("ENOENT");
    },
  );

  test("says so when there is nowhere for that folder", async () => {
    const { code, stderr } = await charter(["sandbox", "dnanexus"], { env: { TMPDIR: "/no/such/folder" } });
    expect(code).toBe(1);
    expect(stderr).toContain("No folder can be made in /no/such/folder (there is no such file or folder).");
  });

  test.each([
    ["YAML", "# people\nusers:\n  - {id: user-zoe, first: Zoë}\norgs: []\n", ["user-zoe"]],
    ["YAML in a file that says it is JSON", "users: [{id: user-x, first: X}]\n", ["user-x"]],
    ["JSON", '\ufeff\n {"users":[{"id":"user-y","first":"Y"}]}', ["user-y"]],
  ])("starts with a seed in %s", async (_, text, accounts) => {
    await using dir = await folder({ "seed.json": text });
    const child = start(["sandbox", "dnanexus", "--format", "json", "--seed", "seed.json"], {
      cwd: dir.path,
    });
    const end = ended(child);
    expect(Object.keys(JSON.parse(await firstLine(child)).tokens)).toEqual(accounts);
    child.kill("SIGINT");
    expect((await end).code).toBe(0);
  });

  test.each([
    ["half of a JSON document", '{\n  "users": [', "seed:2:13"],
    ["JSON with a word in it", '{\n  "users": nope}', "seed:2:13"],
    ["not YAML", "users:\n  - id: user-x\n bad", "seed:3:"],
    ["a map with the same key twice", "users: []\norgs: []\nusers: []\n", "seed:3:1"],
    ["two documents", "users: []\n---\norgs: []\n", "A seed is one document"],
    ["tagged", "users: !list []\n", "seed:1:8"],
    ["nothing", "", "seed must be a map"],
    ["not a seed", '{"users": 1}', "seed.users must be a list"],
    ["not a seed either", "users: 1", "seed.users must be a list"],
  ])("a seed that is %s", async (_, text, sentence) => {
    await using dir = await folder();
    await writeFile(join(dir.path, "seed"), text);
    const { code, stderr } = await charter(["sandbox", "dnanexus", "--seed", "seed"], { cwd: dir.path });
    expect(code).toBe(1);
    expect(stderr).toContain("[cli/sandbox]");
    expect(stderr).toContain(sentence);
  });
});
