/** Makes the Terraform provider: one file that needs nothing but Node, and the licences of what is in it. */
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build, type Plugin } from "esbuild";
import { bundleName } from "../src/terraform/install/contents.ts";

const root = resolve(import.meta.dirname, "..");

/** Parsed by whatever Node there is. What stands on standard output before the handshake is shown to the user. */
const head = `#!/usr/bin/env node
var [major, minor] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  console.log("Charter needs Node 22.19 or later, and this is Node " + process.versions.node + ".");
  process.exit(1);
}
var bundleUrl = require("node:url").pathToFileURL(__filename).href;`;

/** Writes both into the folder, which is made where it is not there. */
export async function bundleProvider(folder: string, version: string): Promise<void> {
  const file = join(folder, bundleName);
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: ["src/terraform/main.ts"],
    outfile: file,
    write: false,
    metafile: true,
    bundle: true,
    platform: "node",
    target: "node22.19",
    format: "cjs",
    minifySyntax: true,
    minifyWhitespace: true,
    // Stacks of panics and of bugs keep their names.
    minifyIdentifiers: false,
    legalComments: "none",
    banner: { js: head },
    define: { "import.meta.url": "bundleUrl" },
    plugins: [fixedVersion(version), withoutLoader],
    logLevel: "warning",
  });
  const inputs = Object.keys(metafile.inputs);
  const unwanted = inputs.filter((name) => /^src\/(?:sandbox|cli)\//.test(name));
  if (unwanted.length > 0) throw new Error(`not meant to be in the provider: ${unwanted.join(", ")}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, outputFiles[0]?.contents ?? "");
  chmodSync(file, 0o755);
  writeFileSync(join(folder, "LICENSES.txt"), licences(inputs));
}

/** There is no package.json beside the bundle to read it from. */
function fixedVersion(version: string): Plugin {
  return {
    name: "version",
    setup: (bundler) => {
      bundler.onLoad({ filter: /[\\/]src[\\/]version\.ts$/ }, () => ({
        contents: `export const version = () => ${JSON.stringify(version)};`,
      }));
    },
  };
}

/** Only channelz and load reports would read .proto files; neither is served. */
const withoutLoader: Plugin = {
  name: "without-proto-loader",
  setup: (bundler) => {
    bundler.onResolve({ filter: /^@grpc\/proto-loader$/ }, ({ path }) => ({ path, namespace: "none" }));
    bundler.onLoad({ filter: /./, namespace: "none" }, () => ({ contents: "" }));
  },
};

function licences(inputs: readonly string[]): string {
  const folders = new Set(
    inputs.flatMap((name) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? []),
  );
  const own = [
    "Charter",
    "",
    readFileSync(join(root, "LICENSE"), "utf8"),
    readFileSync(join(root, "NOTICE"), "utf8"),
  ];
  return [own.join("\n"), ...[...folders].sort().map((folder) => licence(resolve(root, folder)))].join(
    `\n${"=".repeat(80)}\n\n`,
  );
}

function licence(folder: string): string {
  const manifest: { name?: unknown; version?: unknown; license?: unknown } = JSON.parse(
    readFileSync(join(folder, "package.json"), "utf8"),
  );
  const texts = readdirSync(folder)
    .filter((name) => /^(?:licen[cs]e|notice|copying)/i.test(name))
    .sort()
    .map((name) => readFileSync(join(folder, name), "utf8"));
  return [`${manifest.name} ${manifest.version} (${manifest.license})`, "", ...texts].join("\n");
}
