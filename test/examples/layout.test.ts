import { spawnSync } from "node:child_process";
import { appendFile, cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { exampleOf, examples } from "../../examples/kubernetes/examples.ts";
import { parseFacts } from "../../examples/kubernetes/facts.ts";
import { gather } from "../../examples/kubernetes/github.ts";
import { layOut } from "../../examples/kubernetes/layout.ts";
import { endOf, readSource } from "../../examples/kubernetes/source.ts";
import { printFiles } from "../../examples/kubernetes/yaml.ts";

const facts = `
kube admin ada
kube member eve
kube team site-admins
kube team site-admins member eve
kube team site-admins repo site=admin
kube team site-theme-maintainers
kube team site-theme-maintainers repo site-theme=write
kube team site-theme-maintainers repo other=read
kube team sig-x
kube team sig-x/sig-x-leads
`;
const former = gather(parseFacts("kube team old-admins\nkube team old-admins repo old=admin"));
const github = gather(parseFacts(facts), former);

function printed(platform: string): string {
  const files = printFiles(exampleOf(platform), github);
  return [...files].map(([path, text]) => `## ${path}\n${text}`).join("");
}

describe("the files", () => {
  it("stand where a person would look for them", () => {
    expect([...layOut(github).keys()]).toEqual([
      "kube/org.yaml",
      "kube/projects.yaml",
      "kube/retired.yaml",
      "kube/sig-x.yaml",
      "kube/site.yaml",
    ]);
  });

  it("for DNAnexus", () => {
    expect(printed("dnanexus")).toMatchInlineSnapshot(`
      "## kube/org.yaml
      # yaml-language-server: $schema=../../../../../schemas/dnanexus.schema.json
      platform: dnanexus
      organization: org-kube
      name: kube
      members:
        user-ada: ADMIN
        user-eve: MEMBER
        user-k8s_ci_robot: ADMIN
      ## kube/projects.yaml
      # yaml-language-server: $schema=../../../../../schemas/dnanexus.schema.json
      # Projects that no team is named after.
      platform: dnanexus
      organization: org-kube
      projects:
        other:
          grants:
            org-kube..site_theme_maintainers: VIEW
            user-k8s_ci_robot: ADMINISTER
      ## kube/retired.yaml
      # yaml-language-server: $schema=../../../../../schemas/dnanexus.schema.json
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
      # yaml-language-server: $schema=../../../../../schemas/dnanexus.schema.json
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
      # yaml-language-server: $schema=../../../../../schemas/dnanexus.schema.json
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

  it("for the Cloud Console", () => {
    expect(printed("cloud-console")).toMatchInlineSnapshot(`
      "## kube/org.yaml
      # yaml-language-server: $schema=../../../../../schemas/cloud-console.schema.json
      platform: cloud-console
      organization: kube
      groups:
        everyone:
          projects: []
          members: [eve@kubernetes.example]
      administrators: [ada@kubernetes.example]
      owners: [k8s-ci-robot@kubernetes.example]
      ## kube/projects.yaml
      # yaml-language-server: $schema=../../../../../schemas/cloud-console.schema.json
      # Projects that no team is named after.
      platform: cloud-console
      organization: kube
      projects:
        other: { region: eastern-switzerland }
      ## kube/retired.yaml
      # yaml-language-server: $schema=../../../../../schemas/cloud-console.schema.json
      # Groups of teams that are gone; and projects of repositories that no team is granted any more.
      platform: cloud-console
      organization: kube
      projects:
        old: { region: eastern-switzerland }
      groups:
        old-admins: { state: absent }
      ## kube/sig-x.yaml
      # yaml-language-server: $schema=../../../../../schemas/cloud-console.schema.json
      platform: cloud-console
      organization: kube
      groups:
        sig-x:
          projects: []
          members: []
        sig-x/sig-x-leads:
          projects: []
          members: []
      ## kube/site.yaml
      # yaml-language-server: $schema=../../../../../schemas/cloud-console.schema.json
      platform: cloud-console
      organization: kube
      projects:
        site: { region: eastern-switzerland }
        site-theme: { region: eastern-switzerland }
      groups:
        site-admins:
          projects: [site]
          members: [eve@kubernetes.example]
        site-theme-maintainers:
          projects:
            - other
            - site-theme
          members: []
      "
    `);
  });

  it("for the marketplace, which has nothing of projects", () => {
    expect(printed("marketplace")).toMatchInlineSnapshot(`
      "## kube/org.yaml
      # yaml-language-server: $schema=../../../../../schemas/marketplace.schema.json
      platform: marketplace
      organization: kube
      members:
        ada@kubernetes.example: maintainer
        eve@kubernetes.example: viewer
        k8s-ci-robot@kubernetes.example: maintainer
      applications: []
      ## kube/retired.yaml
      # yaml-language-server: $schema=../../../../../schemas/marketplace.schema.json
      # Teams that are gone.
      platform: marketplace
      organization: kube
      teams:
        old-admins: { state: absent }
      ## kube/sig-x.yaml
      # yaml-language-server: $schema=../../../../../schemas/marketplace.schema.json
      platform: marketplace
      organization: kube
      teams:
        sig-x:
          members: {}
          applications: []
        sig-x/sig-x-leads:
          members: {}
          applications: []
      ## kube/site.yaml
      # yaml-language-server: $schema=../../../../../schemas/marketplace.schema.json
      platform: marketplace
      organization: kube
      teams:
        site-admins:
          members: { eve@kubernetes.example: maintainer }
          applications: [site-232711]
        site-theme-maintainers:
          members: {}
          applications:
            - other-3f0d9c
            - site-theme-34c90a
      "
    `);
  });

  it("refuse a subject that would take the place of org.yaml", () => {
    expect(() => layOut(gather(parseFacts("kube team org-admins")))).toThrow("cannot be called org");
  });

  it("hold the whole state of 2026, each thing once", async () => {
    const end = endOf(await readSource());
    const seen = new Set<string>();
    const note = (...parts: readonly string[]) => {
      const place = parts.join(" ");
      expect(seen.has(place)).toBe(false);
      seen.add(place);
    };
    for (const { organization, whole, teams, repositories } of layOut(end).values()) {
      if (whole) note(organization.name);
      for (const { path } of teams) note(organization.name, "team", path);
      for (const { name } of repositories) note(organization.name, "repository", name);
    }
    const all = [...end.values()].map(({ teams, repositories }) => 1 + teams.size + repositories.size);
    expect(seen.size).toBe(all.reduce((sum, each) => sum + each));
  });

  it("are as committed, and no line is too long", async () => {
    expect(generate("--check")).toEqual([0, ""]);
    for (const { platform } of examples) {
      for (const text of (await textsIn(committed(platform))).values()) {
        expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(120);
      }
    }
  });

  it("are made by a program that tells what is stale", async () => {
    const folder = await mkdtemp(join(tmpdir(), "charter-test-"));
    try {
      for (const { platform } of examples)
        await cp(committed(platform), join(folder, platform, "config"), { recursive: true });
      await appendFile(join(folder, "dnanexus/config/etcd-io/org.yaml"), "# changed\n");
      await rm(join(folder, "cloud-console/config/etcd-io/etcd.yaml"));
      await writeFile(join(folder, "marketplace/config/etcd-io/more.yaml"), "");
      const [status, text] = generate("--check", folder);
      expect(status).toBe(1);
      expect(text.match(/\S+(?= is not as generated)/g)?.map((path) => path.split("/").slice(-4))).toEqual([
        ["cloud-console", "config", "etcd-io", "etcd.yaml"],
        ["dnanexus", "config", "etcd-io", "org.yaml"],
        ["marketplace", "config", "etcd-io", "more.yaml"],
      ]);
      await rm(join(folder, "marketplace/config/etcd-io"), { recursive: true });
      expect(generate(folder)).toEqual([0, ""]);
      for (const { platform } of examples) {
        expect(await textsIn(join(folder, platform, "config"))).toEqual(await textsIn(committed(platform)));
      }
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

function committed(platform: string): string {
  return fileURLToPath(new URL(`../../examples/kubernetes/${platform}/config`, import.meta.url));
}

/** The files below a folder: path, text. */
async function textsIn(folder: string): Promise<ReadonlyMap<string, string>> {
  const paths = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith(".yaml")).sort();
  const texts = paths.map(async (path) => [path, await readFile(join(folder, path), "utf8")] as const);
  return new Map(await Promise.all(texts));
}

function generate(...args: readonly string[]): readonly [number | null, string] {
  const program = fileURLToPath(new URL("../../examples/kubernetes/generate.ts", import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: "utf8" });
  return [status, stderr];
}
