/**
 * The vendor's own client, as recorded: each command's calls with their bodies (dnanexus.md §7.3), and in each
 * answer the keys without which the client crashes or misreports (§7.2).
 */
import { describe, expect, test } from "vitest";
import { acme, open, projectId } from "./support.ts";

const P = projectId("B");
const O = "org-acme";
const app = `app-${"F".repeat(24)}`;
const flow = `globalworkflow-${"J".repeat(24)}`;

const seed = {
  ...acme,
  projects: [
    {
      id: P,
      name: "raw",
      billTo: O,
      properties: { k: "v" },
      tags: ["t"],
      permissions: { "user-alice": "ADMINISTER", "user-bob": "VIEW" },
    },
    { id: projectId("G"), name: "other", billTo: "user-alice" },
  ],
  apps: [
    { id: app, name: "qc", version: "1.0.0", title: "QC", billTo: O, createdBy: "user-alice" },
    { id: flow, class: "globalworkflow", name: "align", version: "2", billTo: O, createdBy: "user-alice" },
  ],
};

/** A call, its body, and what the answer must match; a string is the error type that the command expects. */
type Step = readonly [path: string, body: object, answer: object | string];

const text = expect.any(String);
const matching = (one: object): object => expect.objectContaining(one);
const time = expect.any(Number);
const found = (...results: object[]) => ({
  results: results.map((one) => expect.objectContaining(one)),
  next: null,
});
const nothing = { results: [], next: null };
const done = { id: O };
const updated = { id: P };
const lookUp = (user: string): object => found({ id: user, level: text });
const described = { id: P, class: "project", created: time, modified: time, dataUsage: time };
/** What the text views of an app and of a global workflow read without asking whether it is there. */
const executable = {
  billTo: O,
  version: text,
  aliases: expect.arrayContaining([text]),
  createdBy: "user-alice",
  created: time,
  modified: time,
  published: time,
  deleted: false,
  title: text,
  categories: [],
  details: {},
  dxapi: text,
  authorizedUsers: [],
};
const appText = {
  id: app,
  class: "app",
  name: "qc",
  ...executable,
  applet: expect.stringMatching(/^applet-\w{24}$/),
  installed: false,
  openSource: false,
  access: {},
};
const flowText = { id: flow, class: "globalworkflow", name: "align", ...executable, regionalOptions: {} };
const describing = { name: "qc", describe: true, limit: 100 };
/** How the client looks whether a word names a data object of the selected project. */
const lookedUp = (word: string): Step[] => [
  [
    "/system/findDataObjects",
    {
      name: { glob: word },
      scope: { project: P, folder: "/", recurse: false },
      visibility: "either",
      describe: { properties: true, details: true },
      limit: 100,
    },
    nothing,
  ],
  [`/${P}/listFolder`, { folder: "/", only: "folders" }, { folders: [] }],
];
const sixOf = (invitee: string, flags: object = {}): object => ({
  invitee,
  level: "MEMBER",
  allowBillableActivities: false,
  appAccess: true,
  projectAccess: "CONTRIBUTE",
  suppressEmailNotification: false,
  ...flags,
});

const commands: readonly (readonly [command: string, ...steps: Step[]])[] = [
  [
    "dx whoami",
    ["/system/whoami", {}, { id: "user-alice" }],
    ["/user-alice/describe", {}, { handle: "alice" }],
  ],
  [
    'dx new org "N" --handle H',
    [
      "/org/new",
      {
        handle: "H",
        name: "N",
        policies: { memberListVisibility: "ADMIN", restrictProjectTransfer: "ADMIN" },
        nonce: "1",
      },
      { id: "org-h" },
    ],
  ],
  ["dx update org O --name N", [`/${O}/update`, { name: "N" }, done]],
  ["dx update org O", [`/${O}/update`, {}, done]],
  [
    "dx update org O --member-list-visibility V --project-transfer-ability T",
    [
      `/${O}/update`,
      { policies: { memberListVisibility: "PUBLIC", restrictProjectTransfer: "MEMBER" } },
      done,
    ],
  ],
  ["dx update org O --saml-idp S", [`/${O}/update`, { samlIdP: "S" }, done]],
  ["dx update org O --enable-job-reuse", [`/${O}/update`, { policies: { jobReuse: true } }, done]],
  [
    "dx update org O --detailed-job-metrics-collect-default true",
    [`/${O}/update`, { policies: { detailedJobMetricsCollectDefault: true } }, done],
  ],
  [
    "dx update org O --job-logs-forwarding-json J",
    [`/${O}/update`, { jobLogsForwarding: { url: "https://x", token: "t" } }, done],
  ],
  [
    "dx find orgs --level MEMBER",
    [
      "/system/findOrgs",
      { level: "MEMBER", describe: true, limit: 10 },
      found(
        { id: O, describe: expect.objectContaining({ name: "Acme" }) },
        { id: "org-lab", describe: expect.objectContaining({ name: "Lab" }) },
      ),
    ],
  ],
  [
    "dx find orgs --level ADMIN --with-billable-activities --brief",
    [
      "/system/findOrgs",
      { level: "ADMIN", allowBillableActivities: true, limit: 10 },
      found({ id: O }, { id: "org-lab" }),
    ],
  ],
  [
    "dx add member O dave --level MEMBER",
    [`/${O}/findMembers`, { id: ["user-dave"] }, nothing],
    [`/${O}/invite`, sixOf("user-dave"), { id: O, state: "accepted" }],
  ],
  [
    "dx add member O dave --level ADMIN",
    [`/${O}/findMembers`, { id: ["user-dave"] }, nothing],
    [`/${O}/invite`, sixOf("user-dave", { level: "ADMIN" }), { id: O, state: "accepted" }],
  ],
  ...["nobody", "dave@example.com"].map(
    (name) =>
      [
        `dx add member O ${name}, who is taken for a user name`,
        [`/${O}/findMembers`, { id: [`user-${name}`] }, nothing],
        [`/${O}/invite`, sixOf(`user-${name}`), "ResourceNotFound"],
      ] as const,
  ),
  ["dx remove member O nobody", [`/${O}/findMembers`, { id: ["user-nobody"] }, nothing]],
  ["dx add member O bob, who is one", [`/${O}/findMembers`, { id: ["user-bob"] }, lookUp("user-bob")]],
  [
    "dx update member O bob --project-access VIEW",
    [`/${O}/findMembers`, { id: ["user-bob"] }, lookUp("user-bob")],
    [`/${O}/setMemberAccess`, { "user-bob": { level: "MEMBER", projectAccess: "VIEW" } }, done],
  ],
  [
    "dx update member O bob --level ADMIN, and back",
    [`/${O}/setMemberAccess`, { "user-bob": { level: "ADMIN" } }, done],
    [
      `/${O}/setMemberAccess`,
      {
        "user-bob": {
          level: "MEMBER",
          allowBillableActivities: false,
          appAccess: true,
          projectAccess: "CONTRIBUTE",
        },
      },
      done,
    ],
  ],
  [
    "dx update member O bob --level ADMIN --allow-billable-activities true",
    [
      `/${O}/setMemberAccess`,
      { "user-bob": { level: "ADMIN", allowBillableActivities: true } },
      "InvalidInput",
    ],
  ],
  [
    "dx remove member O bob -y",
    [`/${O}/findMembers`, { id: ["user-bob"] }, lookUp("user-bob")],
    [
      `/${O}/removeMember`,
      { user: "user-bob", revokeProjectPermissions: true, revokeAppPermissions: true },
      { id: O, projects: { [P]: true }, apps: {} },
    ],
    [`/${O}/findMembers`, { id: ["user-bob"] }, nothing],
  ],
  [
    "dx find org members O",
    [
      `/${O}/findMembers`,
      { describe: true, limit: 100 },
      found(
        ...["alice", "bob", "carol"].map((first) => ({
          describe: expect.objectContaining({ first, last: "Example" }),
        })),
      ),
    ],
  ],
  [
    "dx find org members O --level ADMIN --brief",
    [`/${O}/findMembers`, { level: "ADMIN", describe: false, limit: 100 }, lookUp("user-alice")],
  ],
  [
    "dx find org projects O",
    [
      `/${O}/findProjects`,
      { describe: true, limit: 100 },
      found({ id: P, level: "ADMINISTER", describe: expect.objectContaining({ name: "raw" }) }),
    ],
  ],
  [
    "dx find org projects O --ids … --name g --tag t --property k=v --private-only --phi false --region r --created-after t",
    [
      `/${O}/findProjects`,
      {
        name: { glob: "r*" },
        id: [P],
        tags: "t",
        properties: { k: "v" },
        public: false,
        containsPHI: false,
        region: "aws:us-east-1",
        created: { after: 1 },
        describe: true,
        limit: 100,
      },
      found({ id: P }),
    ],
  ],
  [
    "dx find org projects O --tag t --tag u --brief",
    [`/${O}/findProjects`, { tags: { $and: ["t", "u"] }, describe: false, limit: 100 }, nothing],
  ],
  [
    "dx find org apps O --name g",
    [
      `/${O}/findApps`,
      { name: { glob: "q*" }, describe: true, limit: 100 },
      found({
        id: app,
        describe: expect.objectContaining({ name: "qc", version: "1.0.0", billTo: O, title: "QC" }),
      }),
    ],
  ],
  [
    "dx describe O",
    ["/system/findApps", { name: O, describe: true, limit: 100 }, nothing],
    ["/system/findGlobalWorkflows", { name: O, describe: true, limit: 100 }, nothing],
    [`/${O}/describe`, {}, { id: O, class: "org", name: "Acme", admins: ["user-alice"] }],
  ],
  ["dx describe of an org that is not there", ["/org-nobody/describe", {}, "ResourceNotFound"]],
  ["dx describe org-ACME", ["/org-ACME/describe", {}, "ResourceNotFound"]],
  ["dx describe user-Bob", ["/user-Bob/describe", {}, "ResourceNotFound"]],
  [
    "dx describe user-bob",
    [
      "/user-bob/describe",
      { appsInstalled: true, subscriptions: true },
      { id: "user-bob", class: "user", first: "bob", handle: "bob" },
    ],
  ],
  ["dx describe P", [`/${P}/describe`, { properties: true }, { ...described, properties: { k: "v" } }]],
  [
    "dx describe P --verbose",
    [
      `/${P}/describe`,
      { properties: true, permissions: true, appCaches: true },
      { ...described, permissions: { "user-alice": "ADMINISTER", "user-bob": "VIEW" }, appCaches: {} },
    ],
  ],
  ...["user-dave", "org-lab", "dave@example.com"].map(
    (invitee) =>
      [
        `dx invite ${invitee} P UPLOAD`,
        [`/${P}/invite`, { invitee, level: "UPLOAD" }, { id: P, state: "accepted" }],
      ] as const,
  ),
  [
    "dx invite PUBLIC P VIEW --no-email",
    [
      `/${P}/invite`,
      { invitee: "PUBLIC", level: "VIEW", suppressEmailNotification: true },
      { id: P, state: "accepted" },
    ],
  ],
  [
    "dx uninvite PUBLIC P",
    [`/${P}/invite`, { invitee: "PUBLIC", level: "VIEW" }, { state: "accepted" }],
    [`/${P}/decreasePermissions`, { PUBLIC: null }, updated],
  ],
  ["dx invite PUBLIC P UPLOAD", [`/${P}/invite`, { invitee: "PUBLIC", level: "UPLOAD" }, "InvalidInput"]],
  ...["user-nobody", "org-nobody", "nobody@example.com", "user-Bob"].map(
    (invitee) =>
      [
        `dx invite ${invitee} P VIEW, and uninvite`,
        [`/${P}/invite`, { invitee, level: "VIEW" }, "ResourceNotFound"],
        [`/${P}/decreasePermissions`, { [invitee]: null }, "ResourceNotFound"],
      ] as const,
  ),
  [
    "dx uninvite bob@example.com P, which the client takes for a user name",
    [`/${P}/decreasePermissions`, { "user-bob@example.com": null }, "ResourceNotFound"],
  ],
  ["dx uninvite bob P", [`/${P}/decreasePermissions`, { "user-bob": null }, updated]],
  [
    "dx invite dave raw VIEW, by the project's name",
    [
      "/system/findProjects",
      { name: "raw", level: "VIEW", describe: true, limit: 100 },
      found({ id: P, describe: expect.objectContaining({ name: "raw" }) }),
    ],
    [`/${P}/invite`, { invitee: "user-dave", level: "VIEW" }, { state: "accepted" }],
  ],
  [
    "dx new project N --bill-to O --region r --phi --brief",
    [
      "/project/new",
      { name: "N", billTo: O, region: "aws:us-east-1", containsPHI: true },
      { id: expect.stringMatching(/^project-\w{24}$/) },
    ],
  ],
  [
    "dx update project P with every flag",
    [
      `/${P}/update`,
      {
        restricted: true,
        downloadRestricted: true,
        protected: true,
        externalUploadRestricted: true,
        containsPHI: true,
      },
      updated,
    ],
    [
      `/${P}/update`,
      { previewViewerRestricted: false, databaseUIViewOnly: true, allowedExecutables: [app] },
      updated,
    ],
    [`/${P}/update`, { allowedExecutables: null, databaseResultsRestricted: null }, updated],
  ],
  ["dx update project P --bill-to org-lab", [`/${P}/update`, { billTo: "org-lab" }, updated]],
  ["dx update project P --bill-to nobody", [`/${P}/update`, { billTo: "user-nobody" }, "InvalidInput"]],
  [
    "dx find projects",
    [
      "/system/findProjects",
      { explicitPermission: true, describe: true, limit: 100 },
      found({ id: P, level: "ADMINISTER" }, { level: "ADMINISTER" }),
    ],
  ],
  [
    "dx find projects --level VIEW --phi false --external-upload-restricted false",
    [
      "/system/findProjects",
      {
        level: "VIEW",
        explicitPermission: true,
        containsPHI: false,
        externalUploadRestricted: false,
        limit: 100,
      },
      found({ id: P }, { level: "ADMINISTER" }),
    ],
  ],
  [
    "dx find projects --public",
    ["/system/findProjects", { public: true, describe: true, limit: 100 }, nothing],
  ],
  [
    "dx add users app-qc bob org-lab PUBLIC, list, remove",
    ["/app-qc/describe", {}, { id: app, authorizedUsers: [] }],
    [`/${app}/addAuthorizedUsers`, { authorizedUsers: ["user-bob", "org-lab", "PUBLIC"] }, { id: app }],
    ["/app-qc/describe", {}, { authorizedUsers: ["PUBLIC", "org-lab", "user-bob"] }],
    [`/${app}/removeAuthorizedUsers`, { authorizedUsers: ["user-bob", "org-lab", "PUBLIC"] }, { id: app }],
  ],
  [
    "dx add users qc bob, by the name alone",
    ["/app-qc/describe", {}, { id: app, class: "app" }],
    [`/${app}/addAuthorizedUsers`, { authorizedUsers: ["user-bob"] }, { id: app }],
  ],
  [
    "dx add users align/2 bob, which is a global workflow",
    ["/app-align/2/describe", {}, "ResourceNotFound"],
    ["/globalworkflow-align/2/describe", {}, { id: flow, class: "globalworkflow", authorizedUsers: [] }],
    [`/${flow}/addAuthorizedUsers`, { authorizedUsers: ["user-bob"] }, { id: flow }],
  ],
  [
    "dx add users app-qc nobody, and remove them",
    [`/${app}/addAuthorizedUsers`, { authorizedUsers: ["user-nobody"] }, "ResourceNotFound"],
    [`/${app}/removeAuthorizedUsers`, { authorizedUsers: ["user-nobody"] }, { id: app }],
  ],
  ...[app, flow].map(
    (id) =>
      [
        `dx add developers ${id.split("-", 1)[0]} bob, list, remove`,
        [`/${id}/addDevelopers`, { developers: ["user-bob"] }, { id }],
        [`/${id}/listDevelopers`, {}, { developers: ["user-alice", "user-bob"] }],
        [`/${id}/removeDevelopers`, { developers: ["user-bob"] }, { id }],
      ] as const,
  ),
  ["dx describe app-qc", ["/app-qc/describe", {}, appText], ["/app-qc/1.0.0/describe", {}, appText]],
  [`dx describe ${app}`, [`/${app}/describe`, { properties: true, details: true }, appText]],
  ["dx describe qc", ["/system/findApps", describing, found({ id: app, describe: matching(appText) })]],
  ["dx describe globalworkflow-align", ["/globalworkflow-align/describe", {}, flowText]],
  [
    "dx describe align",
    ["/system/findApps", { ...describing, name: "align" }, nothing],
    [
      "/system/findGlobalWorkflows",
      { ...describing, name: "align" },
      found({ id: flow, describe: matching(flowText) }),
    ],
  ],
  [
    "dx find apps",
    [
      "/system/findApps",
      {
        published: true,
        describe: {
          fields: {
            name: true,
            installed: false,
            title: true,
            version: true,
            published: false,
            billTo: true,
          },
        },
        limit: 100,
      },
      found({ id: app, describe: { id: app, name: "qc", title: "QC", version: "1.0.0", billTo: O } }),
    ],
  ],
  [
    "dx find apps --installed --verbose",
    [
      "/system/findApps",
      { describe: { fields: { name: true, installed: true, published: true } }, limit: 100 },
      found({ id: app, describe: { id: app, name: "qc", installed: false, published: time } }),
    ],
  ],
  [
    "dx select raw",
    ["/system/findProjects", { name: "raw", level: "VIEW", describe: true, limit: 100 }, found({ id: P })],
    [`/${P}/describe`, {}, { name: "raw" }],
    [
      `/${P}/listFolder`,
      { folder: "/", describe: false, only: "all", includeHidden: false },
      { folders: [], objects: [] },
    ],
  ],
  ["dx describe O, with a project selected", ...lookedUp(O), [`/${O}/describe`, {}, { id: O }]],
  ["dx ls of a folder that is not there", [`/${P}/listFolder`, { folder: "/x" }, "ResourceNotFound"]],
  [
    "dx find data in a project that is not there",
    ["/system/findDataObjects", { scope: { project: projectId("Z") }, limit: 100 }, "ResourceNotFound"],
  ],
  [
    "the look-up of several paths at once",
    [
      "/system/resolveDataObjects",
      { objects: [{ project: P, folder: "/", name: "a" }, { name: "b" }], project: P },
      { results: [[], []] },
    ],
  ],
  [
    "dx new user --username U --email E --first F --org O --level L --set-bill-to",
    ["/user/new", { username: "Ulla", email: "u@x.io", first: "Ulla", billTo: O }, { userId: "user-ulla" }],
    [`/${O}/invite`, sixOf("user-ulla"), { state: "accepted" }],
  ],
  [
    "dx rmproject -y P",
    [`/${P}/describe`, {}, described],
    [`/${P}/destroy`, { terminateJobs: true }, updated],
  ],
  ["dx api P leave '{}'", [`/${P}/leave`, {}, "InvalidState"]],
  ["dx api P transfer", [`/${P}/transfer`, { invitee: "user-dave" }, updated]],
  ["dx api P acceptTransfer", [`/${P}/acceptTransfer`, { billTo: "user-alice" }, "InvalidState"]],
  [
    "dx api O setMemberAccess for several",
    [
      `/${O}/setMemberAccess`,
      { "user-bob": { level: "ADMIN" }, "user-carol": { level: "MEMBER", appAccess: false } },
      done,
    ],
  ],
  ["dx api P decreasePermissions to a level", [`/${P}/decreasePermissions`, { "user-bob": "NONE" }, updated]],
];

describe("dx", () => {
  for (const [command, ...steps] of commands) {
    test(command, async () => {
      const { ask } = await open(seed);
      for (const [path, body, expected] of steps) {
        const answer = await ask("user-alice", path, body);
        if (typeof expected === "string") {
          expect([path, answer.body]).toMatchObject([path, { error: { type: expected, message: text } }]);
        } else {
          expect([path, answer.status, answer.body]).toEqual([path, 200, expect.objectContaining(expected)]);
        }
      }
    });
  }
});
