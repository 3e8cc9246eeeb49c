/** Applications, who sees them, and with whom they are shared (marketplace.md §2.3, §3.4). */
import { describe, expect, test } from "vitest";
import { acme, column, id, lab, mail, open, org, quality, rows, stores } from "./support.ts";

const planner = { clientId: "planner", name: "Planner", environment: "production", ownerUserId: id("1") };
const finder = { clientId: "finder", name: "Finder", environment: "certification", ownerUserId: id("2") };
const shareOf = (
  clientId: string,
  targetType: "organization" | "team",
  targetId: string,
  organizationId = org,
) => ({
  clientId,
  targetType,
  targetId,
  organizationId,
});

describe("visible are", () => {
  test.each([
    ["alice", ["planner"]],
    ["bob", ["finder", "planner"]],
    ["carol", ["planner"]],
    ["dave", ["finder", "planner"]],
    ["erin", ["clipper"]],
    ["frank", ["lonely"]],
  ])("to %s: %j (own, through the organization, through a team)", async (who, clientIds) => {
    const desk = await open(acme);
    const reply = await desk.ask(who, "GET /applications");
    expect(column(reply, "clientId").toSorted()).toEqual(clientIds);
    for (const clientId of ["planner", "finder", "clipper", "lonely", "none"]) {
      const verdict = clientIds.includes(clientId) ? "200" : "404 APP-4001-404";
      expect(await desk.verdict(who, `GET /applications/${clientId}`)).toBe(verdict);
      expect(await desk.verdict(who, `GET /applications/${clientId}/shares`)).toBe(verdict);
    }
  });

  test("applications as they are, without any secret", async () => {
    const desk = await open(acme);
    expect((await desk.ask("carol", "GET /applications/planner")).body).toEqual({ data: planner });
    expect((await desk.ask("frank", "GET /applications")).body).toEqual({
      data: [{ clientId: "lonely", name: "Lonely", environment: "production", ownerUserId: id("6") }],
      meta: { pagination: { start: 0, limit: 10, total: 1 } },
    });
  });

  test("each once, whatever number of paths leads to them", async () => {
    const desk = await open(acme);
    await desk.ask("bob", `PUT /applications/finder/shares/organization/${org}`);
    await desk.ask("bob", `PUT /applications/finder/shares/team/${quality}`);
    expect(column(await desk.ask("dave", "GET /applications"), "clientId").toSorted()).toEqual([
      "finder",
      "planner",
    ]);
  });

  test("what a team has, to its members only, though the whole organization may list it", async () => {
    const desk = await open(acme);
    expect(await desk.verdict("alice", "GET /applications/finder")).toBe("404 APP-4001-404");
    expect(rows(await desk.ask("alice", `GET /organizations/${org}/teams/${stores}/applications`))).toEqual([
      finder,
    ]);
    await desk.ask("alice", `POST /organizations/${org}/teams/${stores}/members`, {
      members: [{ email: mail("alice"), role: "viewer" }],
    });
    expect(await desk.verdict("alice", "GET /applications/finder")).toBe("200");
    await desk.ask("alice", `DELETE /organizations/${org}/teams/${stores}/members/${id("1")}`);
    expect(await desk.verdict("alice", "GET /applications/finder")).toBe("404 APP-4001-404");
  });
});

describe("the shared lists", () => {
  test("of the organization and of a team are apart", async () => {
    const desk = await open(acme);
    const shared = async (tail: string) => rows(await desk.ask("dave", `GET /organizations/${org}${tail}`));
    expect(await shared("/applications")).toEqual([planner]);
    expect(await shared(`/teams/${stores}/applications`)).toEqual([finder]);
    expect(await shared(`/teams/${quality}/applications`)).toEqual([]);
  });
});

describe("share", () => {
  test("answers 201 the first time and 200 after", async () => {
    const desk = await open(acme);
    const path = `PUT /applications/planner/shares/team/${quality}`;
    const first = await desk.ask("alice", path);
    expect(first.status).toBe(201);
    expect(first.body).toEqual({ data: shareOf("planner", "team", quality) });
    const second = await desk.ask("alice", path);
    expect(second.status).toBe(200);
    expect(second.body).toEqual(first.body);
    expect((await desk.ask("alice", "GET /applications/planner/shares")).body).toEqual({
      data: [shareOf("planner", "organization", org), shareOf("planner", "team", quality)],
      meta: { pagination: { start: 0, limit: 10, total: 2 } },
    });
  });

  test("needs no body and ignores one", async () => {
    const desk = await open(acme);
    expect(await desk.verdict("alice", `PUT /applications/planner/shares/team/${quality}`, "{")).toBe("201");
  });

  test("also with another organization of the owner", async () => {
    const desk = await open(acme);
    const reply = await desk.ask("alice", `PUT /applications/planner/shares/organization/${lab}`);
    expect(reply.body).toEqual({ data: shareOf("planner", "organization", lab, lab) });
    expect(await desk.verdict("erin", "GET /applications/planner")).toBe("200");
  });

  test.each<[string, string, string, string]>([
    ["what one sees and does not own", "carol", `planner/shares/team/${quality}`, "403 APP-4002-403"],
    ["what one neither sees nor owns", "alice", `clipper/shares/organization/${org}`, "404 APP-4001-404"],
    ["what is not there", "alice", `none/shares/organization/${org}`, "404 APP-4001-404"],
    ["with a strange organization", "frank", `lonely/shares/organization/${org}`, "404 ORG-1003-404"],
    ["with an unknown organization", "alice", `planner/shares/organization/${id("f")}`, "404 ORG-1003-404"],
    ["with a team of a strange organization", "erin", `clipper/shares/team/${stores}`, "404 TEAM-3003-404"],
    ["with an unknown team", "alice", `planner/shares/team/${id("f")}`, "404 TEAM-3003-404"],
    ["with a team as an organization", "alice", `planner/shares/organization/${stores}`, "404 ORG-1003-404"],
    ["with an organization as a team", "alice", `planner/shares/team/${org}`, "404 TEAM-3003-404"],
    ["with a person", "alice", `planner/shares/user/${id("2")}`, "404 Not Found"],
  ])("refuses %s", async (_what, who, path, verdict) => {
    const desk = await open(acme);
    const before = desk.dump();
    expect(await desk.verdict(who, `PUT /applications/${path}`)).toBe(verdict);
    expect(desk.dump()).toEqual(before);
  });
});

describe("shares, as listed", () => {
  test("for others than the owner leave out organizations that are none of theirs", async () => {
    const desk = await open(acme);
    await desk.ask("alice", `PUT /applications/planner/shares/organization/${lab}`);
    const shares = "GET /applications/planner/shares";
    expect(rows(await desk.ask("alice", shares))).toHaveLength(2);
    expect(rows(await desk.ask("carol", shares))).toEqual([shareOf("planner", "organization", org)]);
    expect(rows(await desk.ask("erin", shares))).toEqual([shareOf("planner", "organization", lab, lab)]);
  });
});

describe("unshare", () => {
  test("takes the access along at once", async () => {
    const desk = await open(acme);
    const path = `DELETE /applications/planner/shares/organization/${org}`;
    const reply = await desk.ask("alice", path);
    expect([reply.status, reply.body]).toEqual([204, {}]);
    expect(await desk.verdict("carol", "GET /applications/planner")).toBe("404 APP-4001-404");
    expect(await desk.verdict("alice", path)).toBe("404 APP-4001-404");
  });

  test("of one target leaves the others", async () => {
    const desk = await open(acme);
    await desk.ask("alice", `PUT /applications/planner/shares/team/${stores}`);
    await desk.ask("alice", `DELETE /applications/planner/shares/organization/${org}`);
    expect(await desk.verdict("dave", "GET /applications/planner")).toBe("200");
    expect(await desk.verdict("carol", "GET /applications/planner")).toBe("404 APP-4001-404");
  });

  test.each<[string, string, string, string]>([
    ["the owner of what a team has", "bob", `finder/shares/team/${stores}`, "204"],
    ["a maintainer who sees only the list of the team", "alice", `finder/shares/team/${stores}`, "204"],
    ["an editor of the organization", "bob", `planner/shares/organization/${org}`, "204"],
    ["a viewer of it who edits in the team", "dave", `finder/shares/team/${stores}`, "403 ORG-1004-403"],
    ["a reviewer", "carol", `planner/shares/organization/${org}`, "403 ORG-1004-403"],
    ["a stranger", "erin", `planner/shares/organization/${org}`, "404 APP-4001-404"],
    ["of what is not shared", "alice", `planner/shares/team/${stores}`, "404 APP-4001-404"],
    ["of what is not there", "alice", `none/shares/organization/${org}`, "404 APP-4001-404"],
    ["from a target that is not there", "alice", `planner/shares/team/${id("f")}`, "404 APP-4001-404"],
    ["from a person", "alice", `planner/shares/user/${id("2")}`, "404 Not Found"],
  ])("by %s", async (_what, who, path, verdict) => {
    const desk = await open(acme);
    expect(await desk.verdict(who, `DELETE /applications/${path}`)).toBe(verdict);
  });
});

test.each(["POST /applications", "PUT /applications/planner", "DELETE /applications/planner"])(
  "applications are not made, changed or deleted here: %s",
  async (line) => {
    const desk = await open(acme);
    expect(await desk.verdict("alice", line, { name: "New" })).toBe("404 Not Found");
  },
);
