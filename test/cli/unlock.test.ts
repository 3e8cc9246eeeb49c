/** `charter unlock`: a lock of another machine is broken by a person, by its id, and it is said what was sent under it. */
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { parsed } from "./charter.ts";
import { acme, live } from "./live.ts";

// Nine processes, one after the other.
vi.setConfig({ testTimeout: 120_000 });

test("names the lock in the way, and breaks that one", async () => {
  await using desk = await live({ "acme.yaml": `${acme}  user-frank: MEMBER\n` });
  expect(await desk.run(["unlock"])).toMatchObject({ code: 0, stdout: "Nobody holds a lock here.\n" });

  // What a runner leaves behind that was taken away in the middle of its apply.
  expect((await desk.run(["apply", "--yes"])).code).toBe(0);
  const [journal = ""] = await readdir(join(desk.path, ".charter/runs"));
  const text = await readFile(join(desk.path, ".charter/runs", journal), "utf8");
  const lines = text.split("\n").filter((line) => /"type":"(started|sending)"/.test(line));
  await writeFile(join(desk.path, ".charter/runs", journal), `${lines.join("\n")}\n`);
  const locks = join(desk.path, ".charter/locks");
  await mkdir(locks, { recursive: true });
  const owner = {
    pid: 7,
    host: "runner-3",
    time: "2020-01-01T00:00:00.000Z",
    purpose: "charter apply",
    nonce: "5f1c08e2a9b4d3f6aa11",
  };
  await writeFile(join(locks, "apply.lock"), JSON.stringify(owner));
  await desk.call("user-alice", "/org-acme/removeMember", { user: "user-frank" });

  const refused = await desk.run(["apply", "--yes"]);
  expect([refused.code, refused.stdout]).toEqual([1, ""]);
  expect(refused.stderr).toContain(
    "process 7 on runner-3 (charter apply), since 2020-01-01T00:00:00.000Z. From here nobody can tell whether it still runs: if it does not, break its lock with charter unlock 5f1c08e2a9b4.",
  );

  expect((await desk.run(["unlock"])).stdout).toBe(
    "5f1c08e2a9b4  process 7 on runner-3 (charter apply), since 2020-01-01T00:00:00.000Z\n",
  );
  const wrong = await desk.run(["unlock", "111111111111"]);
  expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining("[store/no-lock]")]);
  expect(await readdir(locks)).toEqual(["apply.lock"]);

  const broken = await desk.run(["unlock", "5f1c08e2a9b4", "--format", "json"]);
  expect(broken.code).toBe(0);
  expect(parsed(broken)).toMatchObject({
    format: "charter-unlock/1",
    lock: { id: "5f1c08e2a9b4", host: "runner-3" },
    did: expect.stringMatching(
      /^Run \S+ had sent 1 call; whether org\.invite \(POST \/org-acme\/invite\) was carried out it did not learn\.$/,
    ),
  });
  expect((await desk.run(["apply", "--yes"])).code).toBe(0);
});
