// Preloaded by the npm scripts, in syntax that every Node reads: a clear message instead of a syntax error.
var parts = process.versions.node.split(".").map(Number);
if (parts[0] < 22 || (parts[0] === 22 && parts[1] < 19)) {
  process.stderr.write(
    "Charter needs Node 24 (22.19 at the least), and this is Node " +
      process.versions.node +
      ".\nOn Linux x64, npm ci brings one along and the npm scripts use it; elsewhere install Node 24, for example with nvm install.\n",
  );
  process.exit(1);
}
