/** One leaver on each platform's sandbox: grace, who stands in every kind of list, in managed and unmanaged ones. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { Platform } from "../../src/model/platform.ts";
import { cloudConsole } from "../../src/platforms/cloud-console/index.ts";
import { cloudElements } from "../../src/platforms/cloud-elements/index.ts";
import { datica } from "../../src/platforms/datica/index.ts";
import { dnanexus } from "../../src/platforms/dnanexus/index.ts";
import { marketplace } from "../../src/platforms/marketplace/index.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { type Folder, folderOn } from "../platforms/harness/folder.ts";

const [alice, carol, grace] = ["alice@x.example", "carol@x.example", "grace@x.example"];

export interface Place {
  readonly platform: Platform;
  /** Who runs Charter. */
  readonly actor: string;
  readonly grace: string;
  /** What the sandbox starts with; `carolId` is the id of carol's account, where the platform has such. */
  readonly seed: (carolId: string) => object;
  /** Organizations by file. */
  readonly files: Readonly<Record<string, string>>;
  /** What goes in one plan, with the call that takes it or `by` where it goes along. */
  readonly goes: readonly string[];
  /** Two ids that an account may have there. */
  readonly ids: readonly [string, string];
  /** An organization that has carol in it, as she is, for what the baseline remembers; null: no account is told. */
  readonly carol: {
    readonly handle: string;
    readonly address: string;
    readonly files: Readonly<Record<string, string>>;
  } | null;
}

const users = (carolId: string) => [{ email: alice }, { email: carol, id: carolId }, { email: grace }];

export const places: readonly Place[] = [
  {
    platform: dnanexus,
    ids: ["-", "-"],
    actor: "user-alice",
    grace: "user-grace",
    seed: () => ({
      users: ["user-alice", "user-carol", "user-grace"].map((id) => ({ id })),
      orgs: [
        { id: "org-acme", members: { "user-alice": "ADMIN", "user-grace": "MEMBER" } },
        { id: "org-lab", members: { "user-alice": "ADMIN", "user-carol": "MEMBER", "user-grace": "ADMIN" } },
      ],
      projects: [
        {
          name: "raw",
          billTo: "org-acme",
          createdBy: "user-alice",
          permissions: { "user-alice": "ADMINISTER", "user-grace": "CONTRIBUTE" },
        },
        {
          name: "side",
          billTo: "org-lab",
          createdBy: "user-alice",
          permissions: { "user-alice": "ADMINISTER", "user-grace": "VIEW" },
        },
      ],
      apps: [
        {
          name: "qc",
          version: "1.0.0",
          billTo: "org-lab",
          createdBy: "user-alice",
          developers: ["user-alice", "user-grace"],
          authorizedUsers: ["user-grace"],
        },
      ],
    }),
    files: {
      "acme.yaml":
        "platform: dnanexus\norganization: org-acme\nmembers: { user-alice: ADMIN, person:grace: MEMBER }\n" +
        "projects: { raw: { grants: { user-alice: ADMINISTER, user-grace: CONTRIBUTE } } }\n",
      "lab.yaml":
        "platform: dnanexus\norganization: org-lab\nmanage: { members: ignore }\nmembers: { user-alice: ADMIN }\n",
    },
    goes: [
      "org-acme/members/user-grace",
      "org-acme/projects/raw/grants/user-grace",
      "org-lab/apps/app-qc/authorizedUsers/user-grace",
      "org-lab/apps/app-qc/developers/user-grace",
      "org-lab/members/user-grace",
      "org-lab/projects/…/grants/user-grace",
    ],
    carol: null,
  },
  {
    platform: datica,
    ids: ["u-carol-1", "u-carol-2"],
    actor: alice,
    grace,
    seed: (carolId) => ({
      users: users(carolId),
      pods: ["pod01"],
      orgs: [
        {
          name: "Acme",
          members: { [alice]: "owner", [carol]: "member", [grace]: "member" },
          groups: { Admins: { members: [alice] }, web: { members: [grace] } },
        },
        { name: "Lab", members: { [alice]: "owner" }, invites: [{ email: grace, role: "admin" }] },
      ],
      environments: [{ name: "production", organization: "Acme", pod: "pod01", users: [grace] }],
    }),
    files: {
      "acme.yaml": `platform: datica\norganization: acme\nname: Acme\nmembers: { ${alice}: owner, ${carol}: member, person:grace: member }\n`,
      "lab.yaml": "platform: datica\norganization: lab\nname: Lab\n",
    },
    goes: [
      `acme/environments/…/grants/${grace} along`,
      `acme/groups/web/members/${grace} along`,
      `acme/members/${grace}`,
      `lab/members/${grace}`,
    ],
    carol: {
      handle: carol,
      address: `acme/members/${carol}`,
      files: {
        "acme.yaml": `platform: datica\norganization: acme\nname: Acme\nmanage: { members: additive }\nmembers: { ${carol}: member }\n`,
      },
    },
  },
  {
    platform: cloudConsole,
    ids: ["00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"],
    actor: alice,
    grace,
    seed: (carolId) => ({
      users: users(carolId),
      organizations: [
        {
          name: "Acme",
          owner: alice,
          administrators: [carol],
          billingAdministrators: [grace],
          projects: [{ name: "website", region: "Eastern-Switzerland" }],
          groups: [{ name: "web", projects: ["website"], members: [grace] }],
        },
        { name: "Lab", owner: alice, administrators: [grace] },
        { name: "Den", owner: alice, invitedAdministrators: [grace] },
      ],
    }),
    files: {
      "acme.yaml": `platform: cloud-console\norganization: acme\nname: Acme\ngroups: { web: { members: { person:grace: {} } } }\n`,
      "lab.yaml": "platform: cloud-console\norganization: lab\nname: Lab\n",
      "den.yaml": `platform: cloud-console\norganization: den\nname: Den\nmanage: { administrators: additive }\nadministrators: {}\n`,
    },
    goes: [
      `acme/billingAdministrators/${grace}`,
      `acme/groups/web/members/${grace}`,
      `den/administrators/${grace}`,
      `lab/administrators/${grace}`,
    ],
    carol: {
      handle: carol,
      address: `acme/administrators/${carol}`,
      files: {
        "acme.yaml": `platform: cloud-console\norganization: acme\nname: Acme\nadministrators: [${carol}]\n`,
      },
    },
  },
  {
    platform: marketplace,
    ids: ["00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"],
    actor: alice,
    grace,
    seed: (carolId) => ({
      users: users(carolId),
      applications: [],
      organizations: [
        {
          name: "Acme",
          members: { [alice]: "maintainer", [carol]: "viewer", [grace]: "editor" },
          teams: [{ name: "Stores", members: { [grace]: "viewer" } }],
        },
        { name: "Lab", members: { [alice]: "maintainer", [grace]: "maintainer" } },
      ],
    }),
    files: {
      "acme.yaml": `platform: marketplace\norganization: acme\nname: Acme\nmanage: { members: additive }\nmembers: { ${alice}: maintainer, ${grace}: editor }\n`,
      "lab.yaml": "platform: marketplace\norganization: lab\nname: Lab\n",
    },
    goes: [`acme/members/${grace}`, `acme/teams/…/members/${grace} along`, `lab/members/${grace}`],
    carol: {
      handle: carol,
      address: `acme/members/${carol}`,
      files: {
        "acme.yaml": `platform: marketplace\norganization: acme\nname: Acme\nmanage: { members: additive }\nmembers: { ${carol}: viewer }\n`,
      },
    },
  },
  {
    platform: cloudElements,
    ids: ["7001", "7002"],
    actor: alice,
    grace,
    seed: (carolId) => ({
      organizations: [
        {
          name: "Acme",
          accounts: [
            {
              externalId: "hq",
              default: true,
              users: [
                { email: alice, firstName: "Alice", lastName: "A", roles: ["org-admin"] },
                {
                  email: carol,
                  firstName: "Carol",
                  lastName: "C",
                  id: Number(carolId),
                },
              ],
            },
            {
              externalId: "globex",
              users: [{ email: grace, firstName: "Grace", lastName: "G", roles: ["admin"] }],
            },
          ],
        },
      ],
    }),
    files: { "acme.yaml": "platform: cloud-elements\norganization: acme\nname: Acme\n" },
    goes: [`acme/accounts/…/users/${grace}`],
    carol: {
      handle: carol,
      address: `acme/accounts/hq/users/${carol}`,
      files: {
        "acme.yaml": `platform: cloud-elements\norganization: acme\nname: Acme\naccounts: { hq: { users: { ${alice}: {}, ${carol}: { firstName: Carol } } } }\n`,
      },
    },
  },
];

/** A sandbox that ends with the test. */
export async function start(platform: Platform, seed: object): Promise<Sandbox> {
  const sandbox = await startSandbox(platform.name, { seed });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

/** A folder with these files. */
export async function folderWith(
  platform: Platform,
  sandbox: Sandbox,
  actor: string,
  files: Readonly<Record<string, string>>,
): Promise<Folder> {
  const folder = await folderOn(platform, sandbox, actor);
  await put(folder.directory, files);
  return folder;
}

/** Writes files into a folder. */
export async function put(directory: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, name)), { recursive: true });
    await writeFile(join(directory, name), text);
  }
}
