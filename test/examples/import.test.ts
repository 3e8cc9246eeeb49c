import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { actor } from "../../examples/kubernetes/mapping.ts";
import { seedOf } from "../../examples/kubernetes/seed.ts";
import { endModel, everybody, readSource } from "../../examples/kubernetes/source.ts";
import { importOrganizations, plan } from "../../src/run/index.ts";
import { startSandbox } from "../../src/sandbox/server.ts";

it("all organizations imported into an empty folder plan to nothing", { timeout: 120_000 }, async () => {
  const source = await readSource();
  const model = endModel(source);
  const sandbox = await startSandbox("dnanexus", { seed: seedOf(model, everybody(source)) });
  const directory = await mkdtemp(join(tmpdir(), "charter-import-"));
  try {
    const options = {
      directory,
      env: { CHARTER_DNANEXUS_URL: sandbox.url, CHARTER_DNANEXUS_TOKEN: sandbox.tokens[actor] },
    };
    const imported = await importOrganizations({ ...options, platform: "dnanexus" });
    if (!imported.ok) throw new Error(JSON.stringify(imported.findings));
    const { files } = imported.value;
    expect(new Set(files.map(({ path }) => path)).size).toBe(files.length);
    for (const { path, text } of files) {
      await mkdir(dirname(join(directory, path)), { recursive: true });
      await writeFile(join(directory, path), text);
    }
    const planned = await plan(options);
    if (!planned.ok) throw new Error(JSON.stringify(planned.findings));
    expect(planned.findings).toEqual([]);
    expect(Object.values(planned.value.summary).every((count) => count === 0)).toBe(true);
    expect(planned.value.sections[0]?.organizations).toHaveLength(model.size);
    expect(sandbox.requests.filter(({ write }) => write)).toEqual([]);
  } finally {
    await sandbox.close();
    await rm(directory, { recursive: true, force: true });
  }
});
