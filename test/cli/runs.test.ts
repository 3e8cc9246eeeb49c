/** `charter runs`: what was applied, also by a run that did not come to its end. */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { charter, folder, parsed } from "./charter.ts";
import { acme, live } from "./live.ts";

test("tells who did what, run by run", async () => {
  await using desk = await live({ "acme.yaml": `${acme}  user-frank: MEMBER\n` });
  expect(await desk.run(["runs"])).toMatchObject({ code: 0, stdout: "No apply has run here yet.\n" });
  expect((await desk.run(["runs", "show"])).stderr).toContain("No apply has run here yet.");
  expect((await desk.run(["apply", "--yes"])).code).toBe(0);

  const list = await desk.run(["runs"]);
  expect(list.code).toBe(0);
  expect(list.stdout).toMatch(
    /^RUN +STARTED \(UTC\) +BY +ON +OUTCOME\n\d{8}T\d{9}Z-[0-9a-f]{6} .* dnanexus +finished: 1 applied\n$/,
  );
  const [id = ""] = list.stdout.split("\n")[1]?.split(" ") ?? [];

  const shown = await desk.run(["runs", "show", id.slice(0, 18)]);
  expect(shown.stdout).toContain("as       user-alice on dnanexus (dnanexus): org-acme");
  expect(shown.stdout).toContain("Applied (1):\n  + org-acme/members/user-frank\n");
  expect(parsed(await desk.run(["runs", "show", "--format", "json"]))).toMatchObject({
    format: "charter-run/1",
    id,
    state: "finished",
    verified: true,
  });

  // Killed before its end: the last line of the journal is missing.
  const journals = join(desk.path, ".charter/runs");
  const [name = ""] = await readdir(journals);
  const text = await readFile(join(journals, name), "utf8");
  await writeFile(join(journals, name), text.split("\n").slice(0, -2).join("\n").concat("\n"));
  expect((await desk.run(["runs"])).stdout).toContain("no end (killed, or still running): 1 applied");
});

test("what it does not know it says", async () => {
  await using dir = await folder();
  const wrong = await charter(["runs", "last"], { cwd: dir.path });
  expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining("[cli/bad-value]")]);
  const none = await charter(["runs", "show", "2026"], { cwd: dir.path });
  expect([none.code, none.stderr]).toEqual([1, expect.stringContaining("begins with 2026")]);
});
