/** The bundle as a process: from the handshake to its end. */
import { X509Certificate } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { status } from "@grpc/grpc-js";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { bundleProvider } from "../../../tools/bundle.ts";
import { bundled, connect, type Identity, type Plugin, startPlugin, terraformIdentity } from "./plugin.ts";

let bundle: Awaited<ReturnType<typeof bundled>>;
let identity: Identity;

beforeAll(async () => {
  [bundle, identity] = await Promise.all([bundled(), terraformIdentity()]);
}, 60_000);

afterAll(async () => {
  await bundle[Symbol.asyncDispose]();
});

async function started(env: Readonly<Record<string, string>> = {}, file = bundle.file): Promise<Plugin> {
  const plugin = await startPlugin(file, { PLUGIN_CLIENT_CERT: identity.certificate, ...env });
  onTestFinished(() => {
    plugin.child.kill("SIGKILL");
  });
  return plugin;
}

function connected(plugin: Plugin, as: Identity | "nobody" | null = identity) {
  const connection = connect(plugin.fields, as);
  onTestFinished(() => connection.client.close());
  return connection;
}

const ended = (plugin: Plugin) =>
  Promise.race([plugin.ended, delay(5_000, { code: "still there", signal: null })]);

describe("the bundle", () => {
  test("is one executable file, and says what is in it", () => {
    expect(readdirSync(bundle.folder).sort()).toEqual(["LICENSES.txt", "terraform-provider-charter.cjs"]);
    expect(statSync(bundle.file).mode & 0o777).toBe(0o755);
    // Not shown where it fails: it is megabytes.
    expect(readFileSync(bundle.file, "utf8").includes("charter sandbox")).toBe(false);
    const licences = readFileSync(join(bundle.folder, "LICENSES.txt"), "utf8");
    for (const each of ["@grpc/grpc-js", "protobufjs", "@msgpack/msgpack", "@peculiar/x509", "tsyringe"]) {
      expect(licences).toContain(`\n${each} `);
    }
  });

  test("is the same each time it is made", async () => {
    const folder = await mkdtemp(join(tmpdir(), "charter-bundle-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    await bundleProvider(folder, "1.2.3");
    expect(readFileSync(join(folder, "terraform-provider-charter.cjs"))).toEqual(readFileSync(bundle.file));
  });

  test.each(["module", "commonjs"])("starts below a package.json of type %s", async (type) => {
    const folder = await mkdtemp(join(tmpdir(), "charter-type-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    await writeFile(join(folder, "package.json"), JSON.stringify({ type }));
    await mkdir(join(folder, "deep"));
    const file = join(folder, "deep/terraform-provider-charter_v1.2.3.cjs");
    await writeFile(file, readFileSync(bundle.file), { mode: 0o755 });
    expect((await started({}, file)).fields).toHaveLength(6);
  });
});

describe("the handshake", () => {
  test("is one line, and the certificate in it is the server's", async () => {
    const plugin = await started();
    const [core, app, network, address = "", transport, certificate = ""] = plugin.fields;
    expect([core, app, network, transport]).toEqual(["1", "6", "unix", "grpc"]);
    expect(certificate).not.toContain("=");
    const read = new X509Certificate(Buffer.from(certificate, "base64"));
    expect(read.subjectAltName).toBe("DNS:localhost");
    expect(read.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: "prime256v1" });
    expect(read.keyUsage).toEqual(["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"]);
    expect(read.validFromDate.getTime()).toBeLessThan(Date.now() - 20_000);
    expect(statSync(dirname(address)).mode & 0o777).toBe(0o700);
    expect(plugin.output.stdout.split("\n")).toHaveLength(2);
    expect(plugin.output.stderr).toBe("");
  });

  test("without the cookie it says what it is, and ends", async () => {
    const plugin = await started({ TF_PLUGIN_MAGIC_COOKIE: "" });
    expect(await ended(plugin)).toEqual({ code: 1, signal: null });
    expect(plugin.output.stdout).toBe("");
    expect(plugin.output.stderr).toMatch(/^This is Charter's provider for Terraform.*\n$/);
  });

  test("with a Terraform that knows no protocol 6 it says so, and ends", async () => {
    const plugin = await started({ PLUGIN_PROTOCOL_VERSIONS: "4,5" });
    expect(await ended(plugin)).toEqual({ code: 1, signal: null });
    expect(plugin.output.stderr).toContain("only 4,5");
  });

  test("in any order, and not at all", async () => {
    expect((await started({ PLUGIN_PROTOCOL_VERSIONS: "6,5" })).fields).toHaveLength(6);
    expect((await started({ PLUGIN_PROTOCOL_VERSIONS: "6" })).fields).toHaveLength(6);
  });

  test("where the folder for temporary files has too long a name for a socket", async () => {
    const folder = await mkdtemp(join(tmpdir(), "x".repeat(120)));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const { ask } = connected(await started({ TMPDIR: folder }));
    expect((await ask("GetMetadata")).resources.length).toBeGreaterThan(0);
  });
});

describe("calls", () => {
  test("the schema, with what the server can do", async () => {
    const { ask } = connected(await started());
    const schema = await ask("GetProviderSchema");
    expect(schema.server_capabilities).toEqual({ plan_destroy: true, get_provider_schema_optional: true });
    expect(Object.keys(schema.resource_schemas)).toContain("charter_dnanexus_member");
    expect(Object.keys(schema.functions)).toEqual(["address", "parse_address"]);
    const metadata = await ask("GetMetadata");
    expect(metadata.resources.map(({ name }) => name)).toEqual(Object.keys(schema.resource_schemas));
    expect((await ask("GetFunctions")).functions).toEqual(schema.functions);
  });

  test("what is not served is unimplemented: newer Terraforms probe it", async () => {
    const { call } = connected(await started());
    for (const path of [
      "/tfplugin6.Provider/GetResourceIdentitySchemas",
      "/tfplugin6.Provider/MoveResourceState",
      "/tfplugin6.Provider/OpenEphemeralResource",
      "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
    ]) {
      await expect(call(path, "Empty", {}, "Empty")).rejects.toMatchObject({ code: status.UNIMPLEMENTED });
    }
  });

  test("its health", async () => {
    const { call } = connected(await started());
    const health = call(
      "/grpc.health.v1.Health/Check",
      "HealthRequest",
      { service: "plugin" },
      "HealthResponse",
    );
    expect(await health).toEqual({ status: 1 });
  });

  test("nobody without Terraform's certificate is served", async () => {
    const plugin = await started();
    const others = await terraformIdentity();
    for (const as of ["nobody", others, null] as const) {
      await expect(connected(plugin, as).ask("GetMetadata")).rejects.toMatchObject({
        code: status.UNAVAILABLE,
      });
    }
    expect((await connected(plugin).ask("GetMetadata")).resources.length).toBeGreaterThan(0);
  });

  test("in plain text where the user has turned TLS off", async () => {
    const plugin = await started({ PLUGIN_CLIENT_CERT: "" });
    expect(plugin.fields[5]).toBe("");
    expect((await connected(plugin, null).ask("GetMetadata")).resources.length).toBeGreaterThan(0);
  });
});

describe("the end", () => {
  const shutdown = "/plugin.GRPCController/Shutdown";

  test("Shutdown is answered, and then the process is gone with its socket", async () => {
    const plugin = await started();
    const { client, call, ask } = connected(plugin);
    await ask("GetMetadata");
    // As Terraform does: both stay open as long as the plugin lives.
    const stdio = client.makeServerStreamRequest(
      "/plugin.GRPCStdio/StreamStdio",
      () => Buffer.alloc(0),
      (bytes) => bytes,
      {},
    );
    const broker = client.makeBidiStreamRequest(
      "/plugin.GRPCBroker/StartStream",
      () => Buffer.alloc(0),
      (bytes) => bytes,
    );
    for (const stream of [stdio, broker]) stream.on("error", () => {}).resume();
    const start = performance.now();
    expect(await call(shutdown, "Empty", {}, "Empty")).toEqual({});
    expect(await ended(plugin)).toEqual({ code: 0, signal: null });
    expect(performance.now() - start).toBeLessThan(1_000);
    expect(existsSync(dirname(plugin.fields[3] ?? ""))).toBe(false);
    expect(plugin.output.stderr).toBe("");
  });

  test("SIGINT is for Terraform, and SIGTERM closes", async () => {
    const plugin = await started();
    const { ask } = connected(plugin);
    plugin.child.kill("SIGINT");
    expect((await ask("StopProvider")).Error).toBe("");
    expect((await ask("GetMetadata")).resources.length).toBeGreaterThan(0);
    plugin.child.kill("SIGTERM");
    expect(await ended(plugin)).toEqual({ code: 0, signal: null });
    expect(existsSync(dirname(plugin.fields[3] ?? ""))).toBe(false);
  });

  test("nothing is left behind when Terraform is killed", async () => {
    // Stands between: it starts the plugin as Terraform does, and dies without a word.
    const folder = await mkdtemp(join(tmpdir(), "charter-orphan-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const parent = join(folder, "parent.cjs");
    await writeFile(
      parent,
      `#!/usr/bin/env node
require("node:child_process").spawn(${JSON.stringify(bundle.file)}, { stdio: ["ignore", "inherit", "inherit"] });
setTimeout(() => {}, 60_000);
`,
      { mode: 0o755 },
    );
    const plugin = await started({}, parent);
    const socket = dirname(plugin.fields[3] ?? "");
    expect(existsSync(socket)).toBe(true);
    plugin.child.kill("SIGKILL");
    await expect.poll(() => existsSync(socket), { timeout: 10_000 }).toBe(false);
  });

  test("nothing is left of one that could not load", async () => {
    const folder = await mkdtemp(join(tmpdir(), "charter-panic-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const broken = join(folder, "terraform-provider-charter.cjs");
    const text = readFileSync(bundle.file, "utf8").replace(
      /(async function provider\(log\d*\)\{)/,
      '$1throw new SyntaxError("Unexpected token in \\"hunter2\\"");',
    );
    await writeFile(broken, text, { mode: 0o755 });
    const plugin = await started({ TMPDIR: folder }, broken);
    expect(await ended(plugin)).toEqual({ code: 1, signal: null });
    expect(plugin.output.stderr).toMatch(/^panic: SyntaxError\n\n {4}at .*\n/);
    expect(plugin.output.stderr).not.toContain("hunter2");
    expect(readdirSync(folder)).toEqual(["terraform-provider-charter.cjs"]);
  });
});
