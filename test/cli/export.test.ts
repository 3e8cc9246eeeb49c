import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { charter, folder, parsed } from "./charter.ts";

const acme = "platform: dnanexus\norganization: org-acme\nmembers: { user-alice: ADMIN }\n";

describe("charter export terraform", () => {
  test("writes a module, without credential, and nothing over what is there", async () => {
    await using at = await folder({ "acme.yaml": acme });
    const run = (...args: readonly string[]) => charter(["export", "terraform", ...args], { cwd: at.path });
    expect(await run("-o", "tf")).toEqual({
      code: 0,
      stdout: "tf/main.tf\ntf/imports.tf\n",
      stderr: "2 files written. Next: terraform init, then terraform plan.\n",
    });
    const text = await readFile(join(at.path, "tf/main.tf"), "utf8");
    expect(text).toContain('source = "orgcharter/charter"');
    await writeFile(join(at.path, "tf/main.tf"), "mine");
    const again = await run("-o", "tf");
    expect(again).toMatchObject({ code: 1, stdout: "" });
    expect(again.stderr).toContain("Already there: tf/main.tf, tf/imports.tf. Nothing was written.");
    expect(await readFile(join(at.path, "tf/main.tf"), "utf8")).toBe("mine");
    expect(await run("-o", "tf", "--force")).toMatchObject({ code: 0 });
    expect(await readFile(join(at.path, "tf/main.tf"), "utf8")).toBe(text);
    expect(await run("-o", "json", "--syntax", "json", "--no-imports")).toMatchObject({ code: 0 });
    expect(await readdir(join(at.path, "json"))).toEqual(["main.tf.json"]);
  });

  test("prints instead, of another folder, also for programs", async () => {
    await using at = await folder({ "sub/acme.yaml": acme });
    const { code, stdout } = await charter(["export", "terraform", join(at.path, "sub"), "--stdout"]);
    expect([code, stdout.split("\n")[0]]).toEqual([0, "# main.tf"]);
    const args = ["export", "terraform", "-C", join(at.path, "sub"), "--stdout", "--format", "json"];
    const made = await charter([...args, "--no-imports"]);
    expect(parsed(made)).toEqual({
      format: "charter-export/1",
      files: [{ path: "main.tf", text: expect.stringContaining("charter_dnanexus_members") }],
    });
    expect(await readdir(at.path)).toEqual(["sub"]);
  });

  test("says what Terraform cannot, and what is wrong with the files", async () => {
    await using at = await folder({
      "acme.yaml": `${acme}manage: { members: additive }\nprojects: { old: { state: absent } }\n`,
    });
    const warned = await charter(["export", "terraform", at.path, "--stdout", "--no-imports"]);
    expect(warned.code).toBe(0);
    expect(warned.stderr).toMatch(
      /^acme\.yaml:5:13: warning: org-acme\/projects\/old is left out.*\[terraform\/absent\]/,
    );
    await writeFile(join(at.path, "acme.yaml"), acme.replace("ADMIN", "ADMN"));
    const refused = await charter(["export", "terraform", at.path]);
    expect(refused).toMatchObject({ code: 1, stdout: "" });
    expect(refused.stderr).toContain("config/unknown-value");
    expect((await charter(["export", "pulumi"])).code).toBe(1);
  });
});
