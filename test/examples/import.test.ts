import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { examples } from "../../examples/kubernetes/examples.ts";
import { endOf, everNamed, readSource } from "../../examples/kubernetes/source.ts";
import { importOrganizations, plan } from "../../src/run/index.ts";
import { startSandbox } from "../../src/sandbox/server.ts";
import { environment } from "../platforms/harness/converge.ts";
import { desiring } from "./desired.ts";
import { platformOf } from "./platform.ts";

it.each(examples.map((example) => [example.platform, example] as const))(
  "all organizations on %s, imported into an empty folder, plan to nothing",
  async (name, example) => {
    const source = await readSource();
    const end = endOf(source);
    const platform = platformOf(example);
    const sandbox = await startSandbox(name, { seed: example.seed(end, everNamed(source)) });
    const directory = await mkdtemp(join(tmpdir(), "charter-import-"));
    try {
      const options = { directory, env: environment(platform, sandbox, example.actor) };
      const imported = await importOrganizations({ ...options, platform: name });
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
      const roots = [...desiring(example, platform)(end).resources.keys()].filter(
        (key) => !key.includes("/"),
      );
      expect(planned.value.sections[0]?.organizations).toHaveLength(roots.length);
      expect(sandbox.requests.filter(({ write }) => write)).toEqual([]);
    } finally {
      await sandbox.close();
      await rm(directory, { recursive: true, force: true });
    }
  },
  240_000,
);
