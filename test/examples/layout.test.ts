import { spawnSync } from "node:child_process";
import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { parseFacts } from "../../examples/kubernetes/facts.ts";
import { layOut } from "../../examples/kubernetes/layout.ts";
import { mapFacts } from "../../examples/kubernetes/mapping.ts";
import { endModel, readSource } from "../../examples/kubernetes/source.ts";

const facts = `
kube admin ada
kube team site-admins
kube team site-admins member eve
kube team site-admins repo site=admin
kube team site-theme-maintainers
kube team site-theme-maintainers repo site-theme=write
kube team site-theme-maintainers repo other=read
kube team sig-x
kube team sig-x/sig-x-leads
`;

describe("the files", () => {
  it("stand where a person would look for them", () => {
    const former = mapFacts(parseFacts("kube team old-admins\nkube team old-admins repo old=admin"));
    const files = layOut(mapFacts(parseFacts(facts), former));
    expect([...files.keys()]).toEqual([
      "kube/org.yaml",
      "kube/projects.yaml",
      "kube/retired.yaml",
      "kube/sig-x.yaml",
      "kube/site.yaml",
    ]);
    expect([...files].map(([path, text]) => `## ${path}\n${text}`).join("")).toMatchInlineSnapshot(`
      "## kube/org.yaml
      # yaml-language-server: $schema=../../../../schemas/dnanexus.schema.json
      platform: dnanexus
      organization: org-kube
      name: kube
      members:
        user-ada: ADMIN
        user-k8s_ci_robot: ADMIN
      ## kube/projects.yaml
      # yaml-language-server: $schema=../../../../schemas/dnanexus.schema.json
      # Projects that no team is named after.
      platform: dnanexus
      organization: org-kube
      projects:
        other:
          grants:
            org-kube..site_theme_maintainers: VIEW
            user-k8s_ci_robot: ADMINISTER
      ## kube/retired.yaml
      # yaml-language-server: $schema=../../../../schemas/dnanexus.schema.json
      # Teams and repositories that are gone. Nobody but the actor is left in what stays of them.
      platform: dnanexus
      organization: org-kube
      projects:
        old:
          grants: { user-k8s_ci_robot: ADMINISTER }
      ---
      platform: dnanexus
      organization: org-kube..old_admins
      name: kube/old-admins
      members: { user-k8s_ci_robot: ADMIN }
      ## kube/sig-x.yaml
      # yaml-language-server: $schema=../../../../schemas/dnanexus.schema.json
      platform: dnanexus
      organization: org-kube..sig_x
      name: kube/sig-x
      members: { user-k8s_ci_robot: ADMIN }
      ---
      platform: dnanexus
      organization: org-kube..sig_x..sig_x_leads
      name: kube/sig-x/sig-x-leads
      members: { user-k8s_ci_robot: ADMIN }
      ## kube/site.yaml
      # yaml-language-server: $schema=../../../../schemas/dnanexus.schema.json
      platform: dnanexus
      organization: org-kube
      projects:
        site:
          grants:
            org-kube..site_admins: ADMINISTER
            user-k8s_ci_robot: ADMINISTER
        site-theme:
          grants:
            org-kube..site_theme_maintainers: CONTRIBUTE
            user-k8s_ci_robot: ADMINISTER
      ---
      platform: dnanexus
      organization: org-kube..site_admins
      name: kube/site-admins
      members:
        user-eve: MEMBER
        user-k8s_ci_robot: ADMIN
      ---
      platform: dnanexus
      organization: org-kube..site_theme_maintainers
      name: kube/site-theme-maintainers
      members: { user-k8s_ci_robot: ADMIN }
      "
    `);
  });

  it("refuse a subject that would take the place of org.yaml", () => {
    expect(() => layOut(mapFacts(parseFacts("kube team org-admins")))).toThrow("cannot be called org");
  });

  it("hold the whole state of 2026, each thing once", async () => {
    const model = endModel(await readSource());
    const seen = new Map<string, unknown>();
    const note = (key: string, value: unknown) => {
      expect(seen.has(key)).toBe(false);
      seen.set(key, value);
    };
    for (const text of layOut(model).values()) {
      for (const document of parseAllDocuments(text)) {
        const { organization, name, members, projects } = document.toJS();
        if (name !== undefined) note(organization, name);
        for (const [id, level] of Object.entries(members ?? {})) note(`${organization} ${id}`, level);
        for (const [label, { grants }] of Object.entries<{ grants: object }>(projects ?? {})) {
          note(`${organization} project ${label}`, label);
          for (const [id, level] of Object.entries(grants))
            note(`${organization} project ${label} ${id}`, level);
        }
      }
    }
    for (const of of model.values()) {
      expect(seen.get(of.id)).toBe(of.name);
      for (const [id, level] of of.members) expect(seen.get(`${of.id} ${id}`)).toBe(level);
      for (const { name, grants } of of.projects.values()) {
        for (const [id, level] of grants) expect(seen.get(`${of.id} project ${name} ${id}`)).toBe(level);
      }
    }
  });

  it("are as committed, sorted, and no line is too long", async () => {
    expect(generate("--check")).toEqual([0, ""]);
    for (const [path, text] of layOut(endModel(await readSource()))) {
      const file = new URL(`../../examples/kubernetes/config/${path}`, import.meta.url);
      expect(await readFile(file, "utf8")).toBe(text);
      expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(120);
    }
  });

  it("are made by a program that tells what is stale", async () => {
    const folder = await mkdtemp(join(tmpdir(), "charter-test-"));
    try {
      expect(generate(folder)).toEqual([0, ""]);
      expect(generate("--check", folder)).toEqual([0, ""]);
      await appendFile(join(folder, "etcd-io/org.yaml"), "# changed\n");
      await rm(join(folder, "etcd-io/etcd.yaml"));
      await writeFile(join(folder, "etcd-io/more.yaml"), "");
      const [status, text] = generate("--check", folder);
      expect(status).toBe(1);
      expect(
        text.match(/etcd-io\/\S+\.yaml is not as generated/g)?.map((line) => line.split(/[/.]/)[1]),
      ).toEqual(["etcd", "more", "org"]);
      expect(generate(folder)).toEqual([0, ""]);
      expect(generate("--check", folder)).toEqual([0, ""]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it("are not made where a flag is unknown", () => {
    const [status, text] = generate("--chek");
    expect(status).toBe(1);
    expect(text).toContain("--chek");
  });
});

function generate(...args: readonly string[]): readonly [number | null, string] {
  const program = fileURLToPath(new URL("../../examples/kubernetes/generate.ts", import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: "utf8" });
  return [status, stderr];
}
