/** Loads the folder named on the command line and writes what came of it as JSON. */
import { loadConfiguration } from "../../src/config/load.ts";
import { platforms } from "./platform.ts";
import { line, now } from "./support.ts";

const [, , directory = "."] = process.argv;
const library = new URL("./library.ts", import.meta.url).href;
const { configuration, findings } = await loadConfiguration({ directory, platforms, now, library });
const resources = configuration?.connections.flatMap(({ desired }) =>
  [...desired.resources.values()].map(({ address, source }) => {
    const { file, line: at, column } = source?.position() ?? { file: "", line: 0, column: 0 };
    return [address, `${file}:${at}:${column}`];
  }),
);
const shown = findings.map(
  (each) => `${line(each)}${each.excerpt === undefined ? "" : `\n  | ${each.excerpt}`}`,
);
process.stdout.write(
  JSON.stringify({ findings: shown, resources: resources ?? null, digest: configuration?.digest ?? null }),
);
