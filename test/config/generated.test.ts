import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

test("the schemas that are committed are those that the kinds give", async () => {
  const tool = fileURLToPath(new URL("../../tools/generate-schemas.ts", import.meta.url));
  const said = await new Promise<string>((resolve) => {
    execFile(process.execPath, [tool, "--check"], (error, _, stderr) =>
      resolve(error === null ? "" : stderr),
    );
  });
  expect(said).toBe("");
});
