/** The Terraform provider, as built: from its start to its handshake, over a Node that does nothing. */
import { spawn } from "node:child_process";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { type Measure, median, ratio, runNode } from "./measure.ts";

const provider = fileURLToPath(new URL("../dist/terraform/terraform-provider-charter.cjs", import.meta.url));

export async function terraform(): Promise<readonly Measure[]> {
  return [await handshake()];
}

/** Three to five processes are started for each command of Terraform. */
async function handshake(): Promise<Measure> {
  const times = { nothing: [] as number[], line: [] as number[] };
  for (let round = 0; round < 15; round += 1) {
    times.nothing.push((await runNode(["-e", "0"])).seconds);
    times.line.push(await toFirstLine());
  }
  return ratio("terraform: start to handshake / node -e 0", median(times.line) / median(times.nothing), 6);
}

/** Seconds until the provider says where it listens. */
function toFirstLine(): Promise<number> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(process.execPath, [provider], {
      env: {
        ...process.env,
        TF_PLUGIN_MAGIC_COOKIE: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
        PLUGIN_PROTOCOL_VERSIONS: "5,6",
        // Nobody connects: that there is one is all that counts.
        PLUGIN_CLIENT_CERT: "of nobody",
      },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let seconds = Number.NaN;
    child.stdout.once("data", () => {
      seconds = (performance.now() - start) / 1000;
      child.kill("SIGTERM");
    });
    child.on("error", reject);
    child.on("close", () => resolve(seconds));
  });
}
