#!/usr/bin/env node
// Parsed by whatever Node there is, so nothing newer than static imports stands here, and nothing is imported before
// the version is known to do: an old Node must meet this message, not a syntax error deep inside.
import { readFileSync } from "node:fs";

const [major, minor] = process.versions.node.split(".").map(Number);

if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(
    `charter: Node ${process.versions.node} is too old: Charter needs Node 24 (22.19 at least). ` +
      "Install it from https://nodejs.org, or with your version manager, for example: nvm install 24\n",
  );
  process.exitCode = 1;
} else if (process.argv.length === 3 && /^(-V|--version)$/.test(process.argv[2])) {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  process.stdout.write(`${JSON.parse(text).version}\n`);
} else {
  import("./main.ts").then(
    (main) => main.main(process.argv.slice(2)),
    (error) => {
      process.stderr.write(`charter: cannot start: ${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    },
  );
}
