/**
 * The main job on real data, in under a minute: `npm run demo`. An embedded server gets the state of 2024-04-04, and
 * the real command line leads it to the configuration of 2026-08-21. Everything happens on the loopback interface and
 * in a temporary folder that goes again.
 */
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { type Sandbox, startSandbox } from "../../../src/sandbox/server.ts";
import { writeAll } from "../example.ts";
import { endOf, everNamed, readSource, type Source, startOf } from "../source.ts";
import { charter, heading, say, show } from "../terminal.ts";
import { actor, write } from "./mapping.ts";
import { meddle } from "./meddle.ts";
import { seedOf } from "./seed.ts";

const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stopping.abort());

const folder = await mkdtemp(join(tmpdir(), "charter-demo-"));
let sandbox: Sandbox | undefined;
try {
  await writeFolder();
  const source = await readSource();
  sandbox = await startSandbox("dnanexus", { seed: seedOf(startOf(source), everNamed(source)) });
  introduce(source, sandbox.url);
  await play(sandbox);
} catch (error) {
  say(stopping.signal.aborted ? "\nStopped." : `\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = stopping.signal.aborted ? 130 : 1;
} finally {
  await sandbox?.close();
  await rm(folder, { recursive: true, force: true });
}

/** The configuration, as it would stand in a repository of its own. */
async function writeFolder(): Promise<void> {
  await cp(fileURLToPath(new URL("config", import.meta.url)), folder, { recursive: true });
}

function introduce(source: Source, url: string): void {
  const organizations = writeAll(endOf(source), write);
  const projects = organizations.reduce((sum, { projects }) => sum + (projects?.size ?? 0), 0);
  say("The GitHub organizations of the Kubernetes project and their teams, as if they were on DNAnexus:");
  say(
    `${organizations.length} organizations and ${projects} projects, kept in examples/kubernetes/dnanexus/config.`,
  );
  say(`An embedded server, ${url}, speaks the platform's API and holds what they were on 2024-04-04.`);
  say("Of long outputs only parts are shown.");
}

async function play({ url, tokens, requests }: Sandbox): Promise<void> {
  const started = performance.now();
  const env = { CHARTER_DNANEXUS_URL: url, CHARTER_DNANEXUS_TOKEN: tokens[actor] ?? "" };
  const surroundings = { folder, env, signal: stopping.signal };
  const writes = () => requests.filter((request) => request.write).length;

  heading("1. What leads from there to the configuration of 2026-08-21, and who gains or loses access?");
  const planned = await charter(["plan"], 3, surroundings);
  show(planned, [
    [/^\+ create/, 11],
    [/ more changes, /, 4],
    [/^Access that changes/, 7],
    [/^ {2}org-kubernetes$/, 5],
    [/^Stopped by/, 11],
    [/^Plan:/, 1],
  ]);
  say(`Exit code 3: a guard stopped it. ${writes()} writes were sent.`);

  heading(
    "2. More people would go than the guards let pass. Two years in one step: it is meant, and a person says so.",
  );
  const overridden = await charter(["plan", ...allowancesIn(planned), "--out", "plan.json"], 0, surroundings);
  show(overridden, [
    [/guards? overridden/, 4],
    [/^Plan:/, 3],
  ]);

  heading("3. Exactly that plan is applied; what it touched is read again.");
  show(await charter(["apply", "plan.json", "--yes"], 0, surroundings), [
    [/^Applied \(/, 6],
    [/^Applied and verified/, 1],
  ]);
  const applied = writes();
  say(`${applied.toLocaleString("en-US")} writes were sent.`);

  heading("4. Is there anything left to do?");
  show(await charter(["plan", "--detailed-exitcode"], 0, surroundings));
  say(`Exit code 0. ${writes() - applied} writes were sent.`);

  heading("5. Behind the configuration's back, another admin changes two things on the platform:");
  for (const sentence of await meddle(url, tokens)) say(`  ${sentence}`);
  show(await charter(["drift"], 2, surroundings));
  say("Exit code 2: there is drift.");

  const seconds = Math.round((performance.now() - started) / 1000);
  heading(`Done in ${seconds} seconds: plan, guard, override, apply, nothing left to do, drift.`);
  say("The configuration is in examples/kubernetes/dnanexus/config;");
  say("how it came about is in examples/kubernetes/dnanexus/README.md.");
  say("Next: npm run -s charter -- --help, or: npm run -s charter -- sandbox dnanexus");
}

/**
 * What a person would say: not each of the teams one by one, but the teams of each GitHub organization that the
 * guards name, and that so many in all are meant. `*` stands for any text without a slash, `/` for the whole run.
 */
function allowancesIn(output: string): readonly string[] {
  const scopes = [
    ...stripVTControlCharacters(output).matchAll(/--allow '?removals:(org-[a-z_]+)(\.\.)?\S*\/members/g),
  ];
  const families = new Set(
    scopes.map(([, organization, team]) => `${organization}${team === undefined ? "" : "..*"}`),
  );
  const places = [...families].sort().map((family) => `${family}/members`);
  return [...places, "/"].flatMap((place) => ["--allow", `removals:${place}`]);
}
