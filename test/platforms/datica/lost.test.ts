/** Writes whose answer is lost, or that somebody else did first. */
import { describe, expect, it } from "vitest";
import type { Request } from "../../../src/model/protocol.ts";
import { writes } from "../../../src/platforms/datica/writes.ts";
import { count } from "../harness/folder.ts";
import { folderFor } from "./runs.ts";
import { connect, root, seed, start } from "./world.ts";

const members =
  "root@acme.io: owner, ada@acme.io: admin, mia@acme.io: member, max@acme.io: member, eve@example.com: admin";
const invites = "/orgs/o-acme/invites";

describe("an invite whose answer is lost", () => {
  it.each(["lost", "truncate"] as const)(
    "was sent (%s): it is found, and no second mail goes out",
    async (kind) => {
      const sandbox = await start();
      const folder = await folderFor(sandbox, `members: { ${members}, new@acme.io: member }`);
      const plan = await folder.plan();
      const before = count(sandbox, "GET", invites);
      expect([before, plan.summary.calls]).toEqual([1, 1]);
      sandbox.setFaults([{ kind, route: invites, times: 1, after: 1 }]);
      expect(await folder.outcomes()).toEqual(["Acme/members/new@acme.io pending"]);
      expect(count(sandbox, "POST", invites)).toBe(1);
    },
  );

  it("was not sent: it is sent again", async () => {
    const sandbox = await start();
    const folder = await folderFor(sandbox, `members: { ${members}, new@acme.io: member }`);
    sandbox.setFaults([{ kind: "reset", route: invites, times: 1, after: 1 }]);
    expect(await folder.outcomes()).toEqual(["Acme/members/new@acme.io pending"]);
  });
});

describe("looking for a lost invite", () => {
  const request: Request = { method: "POST", path: invites, body: { email: "Eve@example.com", role: 3 } };
  const find = async (more: object) => {
    const { reader } = connect(await start());
    return writes["invite.send-admin"].find(reader, { ...request, ...more });
  };

  it("finds it by its address, however it is spelled", async () => {
    expect(await find({})).toEqual({ ok: true, status: 200, body: { id: "i-eve" } });
  });

  it.each<readonly [string, object, object | null]>([
    [
      "another role was invited",
      { body: { email: "eve@example.com", role: 5 } },
      { ok: false, reason: "conflict" },
    ],
    ["nobody has that address", { body: { email: "zed@example.com", role: 3 } }, null],
    [
      "the person has joined meanwhile",
      { body: { email: "mia@acme.io", role: 5 } },
      { ok: true, body: { id: "u-mia" } },
    ],
    ["a body that names nobody", { body: {} }, null],
  ])("%s", async (_, more, result) => {
    const found = await find(more);
    if (result === null) expect(found).toBeNull();
    else expect(found).toMatchObject(result);
  });

  it("and what cannot be read is a failure, not an absence", async () => {
    const { reader } = connect(await start({ seed }), "mia@acme.io");
    expect(await writes["invite.send-admin"].find(reader, request)).toMatchObject({
      ok: false,
      reason: "forbidden",
    });
  });
});

describe("writes that are repeated until they are answered", () => {
  it.each([
    [
      "a role",
      `members: { ${members.replace("max@acme.io: member", "max@acme.io: admin")} }`,
      "/users/u-max",
      ["Acme/members/max@acme.io applied"],
    ],
    [
      "a removal",
      `members: { ${members.replace("mia@acme.io: member, ", "")} }`,
      "/users/u-mia",
      ["Acme/members/mia@acme.io applied"],
    ],
    [
      "a revocation",
      `members: { ${members.replace(", eve@example.com: admin", "")} }`,
      `${invites}/i-eve`,
      ["Acme/members/eve@example.com applied"],
    ],
    [
      "a grant",
      "environments: { staging: { grants: [max@acme.io] } }",
      "/environments/e-stage/users/u-max",
      ["Acme/environments/staging/grants/max@acme.io applied"],
    ],
    [
      "access that is taken away",
      "environments: { production: { grants: [] } }",
      "/environments/e-prod/users/u-mia",
      ["Acme/environments/production/grants/mia@acme.io applied"],
    ],
    ["a new group", "groups: { New: { acls: [x] } }", "/acls/o-acme/groups", ["Acme/groups/New applied"]],
    [
      "a place in a group",
      "groups: { Admins: { members: [root@acme.io, max@acme.io] } }",
      "/members/u-max",
      ["Acme/groups/Admins/members/max@acme.io applied"],
    ],
  ])("%s", async (_, text, route, outcomes) => {
    const sandbox = await start();
    const folder = await folderFor(sandbox, text);
    // A list that is read at the same place comes first.
    const after = route === "/acls/o-acme/groups" ? 1 : 0;
    sandbox.setFaults([{ kind: "lost", route, times: 1, after }]);
    expect(await folder.outcomes()).toEqual(outcomes);
  });
});

describe("somebody else was quicker", () => {
  it("what is gone is gone, what is there is there", async () => {
    const sandbox = await start();
    const root1 = connect(sandbox, root);
    const send = (operation: string, method: Request["method"], path: string, body?: Request["body"]) =>
      root1.send({ method, path, ...(body === undefined ? {} : { body }) }, operation);
    const again = async (...call: Parameters<typeof send>) => [await send(...call), await send(...call)];
    const invite = { email: "new@acme.io", role: 5, linkTemplate: "https://example.com/{inviteCode}" };
    const twice = [
      await again("invite.send-member", "POST", invites, invite),
      await again("invite.revoke", "DELETE", `${invites}/i-eve`),
      await again("member.remove-member", "DELETE", "/orgs/o-acme/users/u-mia"),
      await again("group.create", "POST", "/acls/o-acme/groups", { name: "New", acls: [] }),
      await again("group.delete", "DELETE", "/acls/o-acme/groups/New"),
    ];
    for (const [first, second] of twice) {
      expect(first).toMatchObject({ ok: true });
      expect(second).toMatchObject({ ok: false, reason: "already" });
    }
    const settled = [
      ...(await again("environment.grant", "POST", "/environments/e-stage/users/u-max", {})),
      ...(await again("environment.revoke", "DELETE", "/environments/e-stage/users/u-max")),
      ...(await again("group.join", "PUT", "/acls/o-acme/groups/Admins/members/u-max")),
      ...(await again("group.leave", "DELETE", "/acls/o-acme/groups/Admins/members/u-max")),
    ];
    for (const outcome of settled) expect(outcome.ok || outcome.reason === "already").toBe(true);
  });
});
