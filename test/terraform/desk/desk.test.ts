/** The real terraform on every platform: what a team does with it in a month. */
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { dnanexus } from "../../../src/platforms/dnanexus/index.ts";
import { providerAddress } from "../../../src/terraform/address.ts";
import { resourceTypes } from "../../../src/terraform/schema/resources.ts";
import { desk } from "./desk.ts";
import { scenarios } from "./scenarios.ts";
import { terraformVersion } from "./terraform.ts";
import { expectNothingToDo, outputs, planned, stored } from "./told.ts";

const version = terraformVersion();
const why = version === null ? " (skipped: no terraform in the PATH, and none in TERRAFORM_BIN)" : "";

describe.skipIf(version === null)(`terraform ${version ?? ""}${why}`, () => {
  it.for(scenarios.map((each) => [each.platform.name, each] as const))(
    "%s, from the first plan to the last",
    { timeout: 120_000 },
    async ([, scenario]) => {
      const { platform } = scenario;
      await using at = await desk(platform);
      const other = `-var=carol=${scenario.other}`;

      await at.terraform(["validate", "-no-color"]);
      await at.terraform(["plan", "-no-color", "-detailed-exitcode"], 2);
      await at.terraform(["apply", "-no-color", "-auto-approve"]);
      await expectNothingToDo(at);
      // What people accept shows in `status`, and asks for nothing.
      at.sandbox.answer("accept");
      await at.terraform(["apply", "-no-color", "-auto-approve"]);
      await expectNothingToDo(at);
      expect((await outputs(at))["carol"]).toBe("active");

      // One thing changes; the plan is saved, and carried out as it is.
      const change = await planned(at, [other]);
      expect(change.actions).toEqual([`update ${scenario.changes}`]);
      await at.terraform(["apply", "-no-color", "tfplan"]);
      await expectNothingToDo(at, [other]);
      await at.terraform(["apply", "-no-color", "-auto-approve"]);

      // Somebody changes something by hand.
      await at.meddle(scenario.drift);
      const drift = await planned(at);
      expect([drift.drift, drift.actions]).toEqual([[scenario.drifted], [`update ${scenario.drifted}`]]);
      await at.terraform(["apply", "-no-color", "-auto-approve", "-refresh-only"]);
      expect((await planned(at)).drift).toEqual([]);
      await at.terraform(["apply", "-no-color", "-auto-approve"]);
      at.sandbox.answer("accept");
      await at.terraform(["apply", "-no-color", "-auto-approve"]);
      await expectNothingToDo(at);

      // Somebody removes something by hand.
      await at.meddle(scenario.removal);
      expect((await planned(at)).actions).toEqual([`${scenario.back} ${scenario.removed}`]);
      await at.terraform(["apply", "-no-color", "-auto-approve"]);
      at.sandbox.answer("accept");
      await at.terraform(["apply", "-no-color", "-auto-approve"]);
      await expectNothingToDo(at);
    },
  );

  it.for(scenarios.map((each) => [each.platform.name, each] as const))(
    "%s, imported and destroyed",
    { timeout: 120_000 },
    async ([, scenario]) => {
      await using at = await desk(scenario.platform);
      await at.terraform(["apply", "-no-color", "-auto-approve"]);
      at.sandbox.answer("accept");
      await at.terraform(["apply", "-no-color", "-auto-approve"]);

      // Everything that is stored, taken over by somebody who starts with nothing.
      const heirs = await at.beside("heirs");
      const all = [...(await stored(at))].filter(([address]) => !address.startsWith("data."));
      const blocks = all.map(
        ([address, { id }], index) =>
          `import {\n  to = ${address.split(".")[0]}.r${index}\n  id = ${JSON.stringify(id)}\n}\n`,
      );
      await heirs.write("imports.tf", blocks.join("\n"));
      const taken = await planned(heirs, ["-generate-config-out=generated.tf"]);
      expect(taken.actions).toEqual([]);
      expect(taken.imported).toHaveLength(all.length);
      await heirs.terraform(["apply", "-no-color", "-auto-approve"]);
      await expectNothingToDo(heirs);

      // By the command, into the configuration that is there.
      const id = String((await stored(at)).get(scenario.imported)?.["id"]);
      await at.terraform(["state", "rm", scenario.imported]);
      await at.terraform(["import", "-no-color", scenario.imported, id]);
      expect((await planned(at)).actions.filter((each) => !each.startsWith("update "))).toEqual([]);
      await at.terraform(["apply", "-no-color", "-auto-approve"]);
      await expectNothingToDo(at);

      // Destroying is refused while anything is protected; what cannot be removed is forgotten, with a warning.
      const refused = await at.terraform(["destroy", "-no-color", "-auto-approve"], 1);
      expect(refused.stderr).toContain("deletion_protection");
      await at.terraform(["apply", "-no-color", "-auto-approve", "-var=protection=false"]);
      if (scenario.stays.length > 0) {
        await at.remove(`${scenario.platform.name}.tf`);
        const forgotten = scenario.stays.map(
          (address) => `removed {\n  from = ${address}\n  lifecycle {\n    destroy = false\n  }\n}\n`,
        );
        await at.write("removed.tf", forgotten.join("\n"));
      }
      const last = scenario.stays.length > 0 ? "apply" : "destroy";
      const destroyed = await at.terraform([last, "-no-color", "-auto-approve"]);
      for (const each of scenario.warned) expect(destroyed.stdout).toContain(each);
      expect([...(await stored(at)).keys()]).toEqual([]);
    },
  );

  it("tells its schemas", { timeout: 60_000 }, async () => {
    await using at = await desk(dnanexus);
    const { stdout } = await at.terraform(["providers", "schema", "-json"]);
    const told: {
      readonly provider_schemas: Readonly<Record<string, { readonly resource_schemas: object }>>;
    } = JSON.parse(stdout);
    const types = resourceTypes([dnanexus]).map(({ name }) => name);
    expect(Object.keys(told.provider_schemas[providerAddress]?.resource_schemas ?? {}).sort()).toEqual(types);
  });

  it("finishes what is under way when it is interrupted, and saves it", { timeout: 60_000 }, async () => {
    const gate = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    await using at = await desk(dnanexus, {
      onWrite: async ({ path }) => {
        if (!path.includes("addAuthorizedUsers")) return;
        held.resolve();
        await gate.promise;
      },
    });
    await at.remove("dnanexus.tf");
    await at.write("slow.tf", slow);
    const { child, end } = at.begin(["apply", "-no-color", "-auto-approve"]);
    await Promise.race([held.promise, end]);
    child.kill("SIGINT");
    await delay(300);
    gate.resolve();
    const { code, stderr, stdout } = await end;
    expect([code, stderr]).toEqual([1, expect.stringContaining("execution halted")]);
    expect(stdout).toContain("Interrupt received");
    expect([...(await stored(at)).keys()].sort()).toEqual([
      "charter_dnanexus_authorized_user.a",
      "charter_dnanexus_authorized_user.b",
    ]);
    const { actions } = await planned(at);
    expect(actions).toEqual(["create charter_dnanexus_authorized_user.later"]);
  });
});

const slow = `
resource "charter_dnanexus_authorized_user" "a" {
  app = "org-acme/apps/app-qc"
  key = "org-acme"
}

resource "charter_dnanexus_authorized_user" "b" {
  app = "org-acme/apps/app-qc"
  key = "org-lab"
}

resource "charter_dnanexus_authorized_user" "later" {
  app        = "org-acme/apps/app-qc"
  key        = "user-bob"
  depends_on = [charter_dnanexus_authorized_user.a, charter_dnanexus_authorized_user.b]
}
`;
