/** Role × action: who may call what, as the "who" columns of §3 say. */
import { describe, expect, test } from "vitest";
import { open, people, projectId } from "./support.ts";

const paid = projectId("B");
const app = "app-qc";

/** alice: ADMIN of the paying org. bob: a MEMBER of it. dave: outside. The others are in the project only. */
const seed = {
  users: [
    ...people,
    ...["view", "upload", "contribute", "administer"].map((name) => ({ id: `user-${name}` })),
  ],
  orgs: [
    {
      id: "org-acme",
      members: {
        "user-alice": "ADMIN",
        "user-bob": "MEMBER",
        "user-erin": { level: "MEMBER", projectMemberDemotion: true },
      },
    },
  ],
  projects: [
    {
      id: paid,
      name: "p",
      billTo: "org-acme",
      createdBy: "user-administer",
      permissions: {
        "user-view": "VIEW",
        "user-upload": "UPLOAD",
        "user-contribute": "CONTRIBUTE",
        "user-administer": "ADMINISTER",
        "user-carol": "ADMINISTER",
      },
    },
  ],
  apps: [
    {
      name: "qc",
      version: "1",
      billTo: "org-acme",
      createdBy: "user-carol",
      developers: ["user-carol"],
      authorizedUsers: ["user-view", "org-acme"],
    },
    {
      class: "globalworkflow",
      name: "flow",
      version: "1",
      billTo: "org-acme",
      createdBy: "user-carol",
      authorizedUsers: ["user-view", "org-acme"],
    },
  ],
};

/** Each action with a body that would do nothing wrong, and who may do it. */
const actions: readonly (readonly [string, object, string])[] = [
  ["/system/whoami", {}, "alice bob carol dave erin view upload contribute administer"],
  ["/system/findOrgs", {}, "alice bob carol dave erin view upload contribute administer"],
  ["/system/findProjects", {}, "alice bob carol dave erin view upload contribute administer"],
  ["/system/findApps", {}, "alice bob carol dave erin view upload contribute administer"],
  ["/user-bob/describe", {}, "alice bob carol dave erin view upload contribute administer"],
  ["/user-bob/update", { first: "B" }, "bob"],
  ["/org-acme/describe", {}, "alice bob carol dave erin view upload contribute administer"],
  ["/org-acme/update", {}, "alice"],
  ["/org-acme/findMembers", {}, "alice"],
  ["/org-acme/invite", { invitee: "user-upload" }, "alice"],
  ["/org-acme/setMemberAccess", { "user-bob": { level: "MEMBER" } }, "alice"],
  ["/org-acme/removeMember", { user: "user-bob" }, "alice"],
  ["/org-acme/findProjects", {}, "alice"],
  ["/org-acme/findApps", {}, "alice"],
  [`/${paid}/describe`, {}, "carol view upload contribute administer"],
  [`/${paid}/describe`, { permissions: true }, "carol view upload contribute administer"],
  [`/${paid}/addTags`, { tags: ["x"] }, "carol contribute administer"],
  [`/${paid}/removeTags`, { tags: ["x"] }, "carol contribute administer"],
  [`/${paid}/setProperties`, { properties: { a: "b" } }, "carol contribute administer"],
  [`/${paid}/update`, { name: "q" }, "carol administer"],
  [`/${paid}/invite`, { invitee: "user-dave", level: "VIEW" }, "alice carol administer"],
  [`/${paid}/decreasePermissions`, { "user-upload": null }, "alice carol erin administer"],
  [`/${paid}/leave`, {}, "carol view upload contribute administer"],
  [`/${paid}/destroy`, {}, "carol administer"],
  [`/${app}/describe`, {}, "alice bob carol erin view"],
  [`/${app}/listAuthorizedUsers`, {}, "carol"],
  [`/${app}/addAuthorizedUsers`, { authorizedUsers: ["user-dave"] }, "carol"],
  [`/${app}/removeAuthorizedUsers`, { authorizedUsers: ["user-dave"] }, "carol"],
  [`/${app}/listDevelopers`, {}, "carol"],
  [`/${app}/addDevelopers`, { developers: ["user-dave"] }, "carol"],
  [`/${app}/removeDevelopers`, { developers: ["user-dave"] }, "carol"],
  [`/${app}/update`, {}, "carol"],
  ["/globalworkflow-flow/describe", {}, "alice bob carol erin view"],
  ["/globalworkflow-flow/listAuthorizedUsers", {}, "carol"],
  ["/globalworkflow-flow/addAuthorizedUsers", { authorizedUsers: ["user-dave"] }, "carol"],
  ["/globalworkflow-flow/removeAuthorizedUsers", { authorizedUsers: ["user-dave"] }, "carol"],
];

const everyone = seed.users.map(({ id }) => id.slice("user-".length));

describe.each(actions)("%s %j", (path, body, allowed) => {
  test(`is for ${allowed}`, async () => {
    const found: string[] = [];
    for (const name of everyone) {
      // A sandbox each: what one may do must not change what the next may.
      const { verdict } = await open(seed);
      const type = await verdict(`user-${name}`, path, body);
      expect(["ok", "PermissionDenied"]).toContain(type);
      if (type === "ok") found.push(name);
    }
    expect(found).toEqual(everyone.filter((name) => allowed.split(" ").includes(name)));
  });
});

test("a refused write leaves no trace", async () => {
  const desk = await open(seed);
  const before = desk.dump();
  for (const [path, body, allowed] of actions) {
    const outsiders = everyone.filter((name) => !allowed.split(" ").includes(name));
    for (const name of outsiders) await desk.ask(`user-${name}`, path, body);
  }
  expect(desk.dump()).toEqual(before);
});

test("rights are checked before the body, existence before rights", async () => {
  const { verdict } = await open(seed);
  expect(await verdict("user-dave", "/org-acme/invite", { invitee: 1 })).toBe("PermissionDenied");
  expect(await verdict("user-dave", "/org-nobody/invite", { invitee: 1 })).toBe("ResourceNotFound");
  expect(await verdict("user-alice", "/org-acme/invite", { invitee: 1 })).toBe("InvalidInput");
});
