/** `charter terraform`, from a package as it is published. */
import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { inflateRawSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { packageHash } from "../../../src/terraform/install/contents.ts";
import { mirrorFolder } from "../../../src/terraform/install/mirror.ts";
import { packagedSystems, systemOf } from "../../../src/terraform/install/systems.ts";
import { zip } from "../../../src/terraform/install/zip.ts";
import { version } from "../../../src/version.ts";
import { type Published, published } from "../support/published.ts";
import { requiredProvider, terraform, withTerraform } from "../support/terraform.ts";

const system = systemOf(process.platform, process.arch) ?? "";
let charterHome: Published;
let home: string;

beforeAll(async () => {
  charterHome = await published();
  home = charterHome.home;
}, 120_000);

afterAll(() => charterHome[Symbol.asyncDispose]());

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const environment = () => ({
  PATH: `${dirname(process.execPath)}${delimiter}${process.env["PATH"] ?? ""}`,
  HOME: join(home, "user"),
});

function charter(args: readonly string[], cwd = home): Promise<Ended> {
  return new Promise((done) => {
    const { bin } = charterHome;
    const child = execFile(
      process.execPath,
      [bin, "terraform", ...args],
      { cwd, env: environment() },
      (_error, stdout, stderr) => done({ code: child.exitCode, stdout, stderr }),
    );
  });
}

async function folder(name: string): Promise<string> {
  const path = join(home, name);
  await mkdir(path, { recursive: true });
  return path;
}

const installed = `terraform-provider-charter_v${version()}.cjs`;

describe("install", () => {
  test("lays it for both, says what to write, and does nothing the second time", async () => {
    const cwd = await folder("desk");
    const first = await charter(["install"], cwd);
    expect(first.code).toBe(0);
    const places = ["registry.terraform.io", "registry.opentofu.org"].map((host) =>
      join("terraform.d/plugins", mirrorFolder(host, version(), system)),
    );
    expect(first.stdout).toBe(places.map((each) => `${each}  (written)\n`).join(""));
    expect(first.stderr).toContain('source  = "orgcharter/charter"');
    expect(first.stderr).toContain(`version = "${version()}"`);
    expect(first.stderr).toContain("Next: terraform init");
    for (const place of places) {
      expect((await readdir(join(cwd, place))).sort()).toEqual(["LICENSES.txt", installed]);
      expect((await stat(join(cwd, place, installed))).mode & 0o777).toBe(0o755);
    }
    const again = await charter(["install", "-q"], cwd);
    expect([again.code, again.stderr]).toEqual([0, ""]);
    expect(again.stdout).toBe(places.map((each) => `${each}  (unchanged)\n`).join(""));

    await writeFile(join(cwd, places[0] ?? "", installed), "#!/bin/sh\n", { mode: 0o644 });
    const mended = await charter(["install"], cwd);
    expect(mended.stdout).toContain(`${places[0]}  (replaced)\n${places[1]}  (unchanged)\n`);
    expect(mended.stderr).toContain(".terraform.lock.hcl");
    expect((await stat(join(cwd, places[0] ?? "", installed))).mode & 0o777).toBe(0o755);
  });

  test("for a user, in JSON with the checksum of a lock file", async () => {
    const { code, stdout } = await charter(["install", "--user", "--format", "json"]);
    const told: Record<string, unknown> = JSON.parse(stdout);
    expect([code, told["format"], told["system"]]).toEqual([0, "charter-terraform-install/1", system]);
    const path = join(
      home,
      "user/.terraform.d/plugins",
      mirrorFolder("registry.terraform.io", version(), system),
    );
    expect(told["folders"]).toContainEqual({ path, state: "written" });
    const files = [];
    for (const name of await readdir(path)) {
      files.push({ name, bytes: await readFile(join(path, name)), executable: false });
    }
    expect(told["hash"]).toBe(packageHash(files));
  });

  test("in another folder", async () => {
    await folder("infra");
    const { stdout, stderr } = await charter(["install", "--directory", "infra"]);
    expect(stdout).toMatch(/^infra\/terraform\.d\/plugins\//);
    expect(stderr).toContain("Next: terraform -chdir=infra init");
  });

  test("where nothing can be written", async () => {
    await writeFile(join(await folder("full"), "terraform.d"), "");
    const { code, stdout, stderr } = await charter(["install"], join(home, "full"));
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("could not be written");
  });
});

describe("package", () => {
  test("makes a release: archives, checksums, manifest; and the same bytes each time", async () => {
    const cwd = await folder("release");
    const { code, stdout, stderr } = await charter(["package", "-o", "one"], cwd);
    expect(code).toBe(0);
    const base = `terraform-provider-charter_${version()}`;
    const names = [
      ...packagedSystems.map((each) => `${base}_${each}.zip`),
      `${base}_manifest.json`,
      `${base}_SHA256SUMS`,
    ];
    expect(stdout).toBe(names.map((name) => `one/${name}\n`).join(""));
    expect(stderr).toContain(`gpg --detach-sign one/${base}_SHA256SUMS`);
    expect(stderr).toContain("Windows");
    const read = (dir: string, name: string) => readFile(join(cwd, dir, name));
    expect(JSON.parse(String(await read("one", `${base}_manifest.json`)))).toEqual({
      version: 1,
      metadata: { protocol_versions: ["6.0"] },
    });
    const sums = String(await read("one", `${base}_SHA256SUMS`));
    expect(sums.split("\n").slice(0, -1)).toHaveLength(names.length - 1);
    for (const line of sums.split("\n").slice(0, -1)) {
      const [sum, name = ""] = line.split("  ");
      expect(
        createHash("sha256")
          .update(await read("one", name))
          .digest("hex"),
      ).toBe(sum);
    }
    expect((await charter(["package", "--out", "two"], cwd)).code).toBe(0);
    for (const name of names) expect((await read("one", name)).equals(await read("two", name))).toBe(true);
  });
});

describe("the archive", () => {
  test("holds its files with their modes", () => {
    const files = [
      { name: "a", bytes: Buffer.from("x".repeat(1_000)), executable: true },
      { name: "b", bytes: Buffer.alloc(0), executable: false },
    ];
    const made = zip(files);
    expect(made.equals(zip(files))).toBe(true);
    const end = made.length - 22;
    expect(made.readUInt32LE(end)).toBe(0x06054b50);
    let at = made.readUInt32LE(end + 16);
    const found = files.map(() => {
      expect(made.readUInt32LE(at)).toBe(0x02014b50);
      const [mode, offset] = [made.readUInt32LE(at + 38) >>> 16, made.readUInt32LE(at + 42)];
      const name = made.toString("ascii", at + 46, at + 46 + made.readUInt16LE(at + 28));
      const start = offset + 30 + name.length;
      const bytes = inflateRawSync(made.subarray(start, start + made.readUInt32LE(at + 20)));
      expect(made.toString("ascii", offset + 30, start)).toBe(name);
      at += 46 + name.length;
      return { name, bytes: bytes.toString(), mode: mode.toString(8) };
    });
    expect(found).toEqual([
      { name: "a", bytes: "x".repeat(1_000), mode: "100755" },
      { name: "b", bytes: "", mode: "100644" },
    ]);
    expect(at).toBe(end);
  });
});

describe("serve", () => {
  test("prints what to export, and stops when told to", async () => {
    const { bin } = charterHome;
    const child = spawn(process.execPath, [bin, "terraform", "serve"], {
      env: environment(),
      stdio: ["ignore", "pipe", "ignore"],
    });
    const line = await new Promise<string>((done) => {
      child.stdout.setEncoding("utf8").once("data", done);
    });
    const value = /^export TF_REATTACH_PROVIDERS='(.*)'\n$/.exec(line)?.[1] ?? "null";
    expect(Object.keys(JSON.parse(value))).toEqual(["registry.terraform.io/orgcharter/charter"]);
    const ended = new Promise<number | null>((done) => {
      child.once("close", done);
    });
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
  });
});

describe("mistakes", () => {
  test.each([
    [["package"], "Say where the files shall go"],
    [["package", "-o", "x", "--user"], "--user goes with install"],
    [["install", "-o", "x"], "--out goes with package"],
    [["install", "--inspect"], "--inspect goes with serve"],
    [["fly"], "Allowed choices are install, package, serve"],
    [[], "Missing required argument 'action'"],
  ])("%j", async (args, message) => {
    const { code, stdout, stderr } = await charter(args);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(message);
  });

  test("one that was not built", async () => {
    const bundle = join(home, "package/dist/terraform/terraform-provider-charter.cjs");
    await rename(bundle, `${bundle}.away`);
    try {
      const { code, stdout } = await charter(["install", "--format", "json"]);
      expect([code, JSON.parse(stdout)]).toMatchObject([
        1,
        { ok: false, findings: [{ code: "cli/not-built" }] },
      ]);
      expect(stdout).toContain("npm run build");
    } finally {
      await rename(`${bundle}.away`, bundle);
    }
  });

  test("no system where Terraform could start it", () => {
    expect(systemOf("win32", "x64")).toBe(null);
    expect(systemOf("linux", "riscv64")).toBe(null);
    expect(systemOf("darwin", "arm64")).toBe("darwin_arm64");
  });
});

withTerraform("what was laid or packed", () => {
  test("is found in the folder", async () => {
    const cwd = await folder("found");
    await writeFile(join(cwd, "main.tf"), requiredProvider);
    await charter(["install"], cwd);
    expect(await terraform(cwd, ["init"])).toMatchObject({ code: 0, stderr: "" });
    expect(await terraform(cwd, ["providers", "schema", "-json"])).toMatchObject({ code: 0 });
  });

  test("is found in a packed mirror, with the same checksum", async () => {
    const cwd = await folder("packed");
    await writeFile(join(cwd, "main.tf"), requiredProvider);
    const out = join(cwd, "mirror/registry.terraform.io/orgcharter/charter");
    const { stdout } = await charter(["package", "-o", out, "--format", "json"]);
    const { hash }: { hash?: string } = JSON.parse(stdout);
    expect(await terraform(cwd, ["init", "-plugin-dir=mirror"])).toMatchObject({ code: 0, stderr: "" });
    expect(await readFile(join(cwd, ".terraform.lock.hcl"), "utf8")).toContain(hash);
    expect(await terraform(cwd, ["providers", "schema", "-json"])).toMatchObject({ code: 0 });
  });
});
