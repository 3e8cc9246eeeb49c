import { writeFile } from "node:fs/promises";
import { parseFault } from "../../src/sandbox/faults.ts";
import { startSandbox } from "../../src/sandbox/server.ts";
import { charter, folder } from "./charter.ts";

export const seed = {
  users: ["alice", "bob", "carol", "dave", "erin", "frank", "gina"].map((n) => ({ id: `user-${n}` })),
  orgs: [{ id: "org-acme", name: "Acme", members: { "user-alice": "ADMIN", "user-bob": "MEMBER", "user-carol": "MEMBER", "user-dave": "MEMBER", "user-erin": "MEMBER" } }],
  projects: [
    { name: "raw", billTo: "org-acme", permissions: { "user-alice": "ADMINISTER", "user-bob": "CONTRIBUTE", "user-carol": "VIEW", "user-dave": "VIEW" } },
    { name: "old", billTo: "org-acme", permissions: { "user-alice": "ADMINISTER" } },
    { name: "left", billTo: "org-acme", permissions: { "user-alice": "ADMINISTER", "user-bob": "ADMINISTER" } },
  ],
  apps: [{ name: "qc", version: "1.0.0", billTo: "org-acme", developers: ["user-alice"], authorizedUsers: ["user-bob", "user-carol"] }],
};
export const files = {
  "acme.yaml": `platform: dnanexus
organization: org-acme
name: Acme Genomics
members:
  user-alice: ADMIN
  user-bob: ADMIN
  user-carol: MEMBER
  user-dave: { level: MEMBER, projectAccess: VIEW }
  user-frank: MEMBER
  user-gina: MEMBER
projects:
  raw:
    summary: Raw data
    grants: { user-alice: ADMINISTER, user-bob: VIEW, user-carol: CONTRIBUTE, user-frank: VIEW }
  fresh:
    grants: { user-alice: ADMINISTER, user-bob: VIEW, user-carol: VIEW }
  old: { state: absent }
  left:
    grants: { user-bob: ADMINISTER }
apps:
  app-qc:
    authorizedUsers: [user-bob, user-dave]
    developers: [user-alice, user-bob]
`,
  "lab.yaml": `platform: dnanexus
organization: org-lab
name: Lab
policies: { memberListVisibility: MEMBER }
members:
  user-alice: ADMIN
  user-bob: MEMBER
`,
};
export async function scene(faults: string[], args = ["apply", "--yes", "--allow", "destroy:org-acme/projects/old"], fmt?: string) {
  const sandbox = await startSandbox("dnanexus", { seed });
  const dir = await folder(files);
  const env = { CHARTER_DNANEXUS_URL: sandbox.url, CHARTER_DNANEXUS_TOKEN: sandbox.tokens["user-alice"] ?? "" };
  sandbox.setFaults(faults.map(parseFault));
  const t = Date.now();
  const r = await charter([...args, ...(fmt ? ["--format", fmt] : [])], { cwd: dir.path, env });
  console.log("=====", faults.join(" "), "exit", r.code, Date.now() - t, "ms");
  console.log(r.stdout); console.log("--stderr--\n" + r.stderr);
  console.log(sandbox.requests.filter((x) => x.write).map((x) => `${x.path} ${x.status} ${x.fault ?? ""}`).join("\n"));
  sandbox.setFaults([]);
  const again = await charter(["apply", "--yes", "--allow", "destroy:org-acme/projects/old"], { cwd: dir.path, env });
  console.log("-- again", again.code, again.stdout.trimEnd().split("\n").at(-1), again.stderr);
  await sandbox.close(); await dir[Symbol.asyncDispose]();
}
if (import.meta.main) for (const spec of process.argv.slice(2)) await scene(spec === "none" ? [] : spec.split("+"));
