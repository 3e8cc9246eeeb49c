#!/usr/bin/env node
// Parsed by whatever Node there is, so nothing newer than static imports stands here, and nothing heavy is
// imported before the version is known to do: an old Node must meet this message, not a syntax error deep inside.
import { version } from "../version.ts";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
const [first = "", ...others] = process.argv.slice(2);

if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(
    `charter: Node ${process.versions.node} is too old. Charter needs Node 24 (22.19 at the least): ` +
      "install it from https://nodejs.org or with your version manager, for example nvm install 24.\n",
  );
  process.exitCode = 1;
} else if (others.length === 0 && /^(-V|--version)$/.test(first)) {
  process.stdout.write(`${version()}\n`);
} else {
  import("./main.ts")
    .then(({ main }) => main(process.argv.slice(2)))
    .catch((error) => {
      process.stderr.write(`charter: cannot start (${error}). Install it again: npm install orgcharter\n`);
      process.exitCode = 1;
    });
}
