import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, test } from "vitest";
import { charter, ended, folder, start } from "./charter.ts";

async function firstLine(child: ReturnType<typeof start>): Promise<string> {
  const lines = createInterface({ input: child.stdout });
  const [line] = await once(lines, "line");
  return String(line);
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
      expect(stdout).toBe(`${JSON.stringify({ url, tokens })}\n`);
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

  test.each([
    ["not JSON", "{", "is not JSON"],
    ["not a seed", '{"users": 1}', ""],
  ])("a seed that is %s", async (_, text, sentence) => {
    await using dir = await folder();
    await writeFile(join(dir.path, "seed.json"), text);
    const { code, stderr } = await charter(["sandbox", "dnanexus", "--seed", "seed.json"], { cwd: dir.path });
    expect(code).toBe(1);
    expect(stderr).toContain("[cli/sandbox]");
    expect(stderr).toContain(sentence);
  });
});
