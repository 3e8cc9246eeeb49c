/** From files to Terraform: what is live as the files say is imported, and the first plan changes nothing. */
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { platforms } from "../../src/platforms/registry.ts";
import { apply } from "../../src/run/index.ts";
import { startSandbox } from "../../src/sandbox/server.ts";
import { exportTerraform } from "../../src/terraform/export.ts";
import { serveForReattach } from "../../src/terraform/plugin/reattach.ts";
import { createProvider } from "../../src/terraform/provider/index.ts";
import { environment } from "../platforms/harness/converge.ts";
import { resultOf } from "../platforms/harness/folder.ts";
import { terraform, withTerraform, workspace } from "./support/terraform.ts";

const examples = resolve(import.meta.dirname, "../../examples");
const secret = "Correct-h0rse-42!";

withTerraform("an example, applied and exported", () => {
  test.each(platforms.map((platform) => [platform.name, platform] as const))(
    "%s: the first plan imports all and changes nothing",
    async (name, platform) => {
      const copy = await mkdtemp(join(tmpdir(), "charter-export-"));
      onTestFinished(() => rm(copy, { recursive: true, force: true }));
      // Definitions in TypeScript ask for the package, which is not where this test runs.
      const filter = (file: string): boolean => !file.endsWith(".ts");
      await cp(join(examples, name), copy, { recursive: true, filter });
      const seed: unknown = parse(await readFile(join(copy, "seed.yaml"), "utf8"));
      const sandbox = await startSandbox(name, { seed });
      onTestFinished(() => sandbox.close());
      const [account = ""] = Object.keys(sandbox.tokens);
      const env = environment(platform, sandbox, account, { FIRST_PASSWORD: secret });
      for (let round = 0; round < 4; round += 1) {
        resultOf(await apply({ directory: copy, env }));
        sandbox.answer("accept");
      }
      const last = resultOf(await apply({ directory: copy, env }));
      expect(last.plan.summary).toMatchObject({ create: 0, update: 0, delete: 0, pending: 0, waiting: 0 });

      const exported = await exportTerraform({ directory: copy, env });
      if (!exported.ok) throw new Error(JSON.stringify(exported.findings));
      const files = Object.fromEntries(exported.value.map((file) => [file.path, file.text]));
      await using folder = await workspace(files);
      // Sessions that only one may have (single-use tokens) go over with the store.
      const store = { store: join(copy, ".charter") };
      const plain = createProvider({ platforms, env, log: () => {} });
      const bugs: unknown[] = [];
      const served = await serveForReattach(
        { ...plain, configure: (config, version) => plain.configure({ ...config, ...store }, version) },
        { onError: (_, error) => bugs.push(error) },
      );
      onTestFinished(() => served.close());
      const surroundings = { TF_REATTACH_PROVIDERS: served.reattach, TF_VAR_first_password: secret };
      const run = (...args: readonly string[]) => terraform(folder.path, args, { env: surroundings });
      expect(await run("init")).toMatchObject({ code: 0 });
      const planned = await run("plan");
      expect(planned.stderr).toBe("");
      expect(planned.stdout).toMatch(/Plan: \d+ to import, 0 to add, 0 to change, 0 to destroy\./);
      expect(await run("apply", "-auto-approve")).toMatchObject({ code: 0, stderr: "" });
      const again = await run("plan", "-detailed-exitcode");
      expect([again.code, again.stdout.match(/No changes/)?.[0]]).toEqual([0, "No changes"]);
      expect(bugs).toEqual([]);
    },
    60_000,
  );
});
