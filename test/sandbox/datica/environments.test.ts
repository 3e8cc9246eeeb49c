/** Pods, environments, and who may work with them (datica.md §3a). */
import { describe, expect, test } from "vitest";
import { acme, type Desk, E, fresh, O, open } from "./support.ts";

const seed = {
  ...acme,
  pods: ["pod01", { name: "pod02" }, { name: "pod03", down: true }],
  orgs: [...acme.orgs, { id: "org-2", name: "Other", members: { "outsider@example.com": "owner" } }],
  environments: [
    ...acme.environments,
    { id: "env-2", name: "staging", organization: O, pod: "pod02", namespace: "ns-2" },
    { id: "env-3", name: "lost", organization: O, pod: "pod03" },
    { id: "env-4", name: "other", organization: "org-2" },
  ],
};

const on = (pod: string) => ({ "X-Pod-ID": pod });
const list = (desk: Desk, who: string, pod: string) =>
  desk.ask(who, "GET", "/environments", undefined, on(pod));
const production = { id: E, name: "production", namespace: "production", organizationId: O };
const staging = { id: "env-2", name: "staging", namespace: "ns-2", organizationId: O };

describe("pods", () => {
  test("are told without a session, as clients ask before they sign in", async () => {
    const desk = await open(seed);
    const names = { pods: [{ name: "pod01" }, { name: "pod02" }, { name: "pod03" }] };
    expect(await desk.send("GET", "/pods", fresh())).toMatchObject({ status: 200, body: names });
    const empty = { ...fresh(), authorization: "Bearer ", "X-Pod-ID": "" };
    expect((await desk.send("GET", "/pods", empty)).body).toEqual(names);
    expect((await desk.ask("outsider", "GET", "/pods")).body).toEqual(names);
  });

  test("one is there by default, and there may be none", async () => {
    expect((await (await open({})).ask(null, "GET", "/pods")).body).toEqual({ pods: [{ name: "pod01" }] });
    expect((await (await open({ pods: [] })).ask(null, "GET", "/pods")).body).toEqual({ pods: [] });
  });
});

describe("the list", () => {
  test.each(["owner", "admin", "member", "granted"])("has all of the organization's for %s", async (who) => {
    const desk = await open(seed);
    expect((await list(desk, who, "pod01")).body).toEqual([production]);
    expect((await list(desk, who, "pod02")).body).toEqual([staging]);
  });

  test("has those of the caller's organizations only", async () => {
    const desk = await open(seed);
    expect((await list(desk, "outsider", "pod01")).body).toMatchObject([{ id: "env-4" }]);
    expect((await list(desk, "outsider", "pod02")).body).toEqual([]);
  });

  test("is that of one pod: without one, or of one that is not there, there is none", async () => {
    const desk = await open(seed);
    expect((await desk.ask("owner", "GET", "/environments")).status).toBe(400);
    expect((await list(desk, "owner", "")).status).toBe(400);
    expect((await list(desk, "owner", "pod09")).status).toBe(404);
  });
});

describe("a pod that is down", () => {
  test("answers 503, and the others answer", async () => {
    const desk = await open(seed);
    expect(await list(desk, "owner", "pod03")).toMatchObject({ status: 503, body: { code: 5003 } });
    expect((await list(desk, "owner", "pod01")).status).toBe(200);
  });

  test("takes its environments along", async () => {
    const desk = await open(seed);
    expect((await desk.ask("owner", "GET", "/environments/env-3")).status).toBe(503);
    expect((await desk.ask("owner", "GET", "/environments/env-3/users", undefined, on("pod03"))).status).toBe(
      503,
    );
    expect((await desk.ask("owner", "POST", "/environments/env-3/users/u-member")).status).toBe(503);
    expect((await desk.ask("owner", "GET", `/environments/${E}`)).status).toBe(200);
  });
});

describe("an environment", () => {
  test("is told to those who may open it, on its own pod", async () => {
    const desk = await open(seed);
    expect((await desk.ask("granted", "GET", `/environments/${E}`)).body).toEqual(production);
    expect((await desk.ask("owner", "GET", "/environments/env-2", undefined, on("pod02"))).body).toEqual(
      staging,
    );
    expect((await desk.ask("owner", "GET", "/environments/env-2", undefined, on("pod01"))).status).toBe(404);
    expect((await desk.ask("owner", "GET", "/environments/env-2", undefined, on("pod09"))).status).toBe(404);
    expect((await desk.ask("owner", "GET", "/environments/nothing")).status).toBe(404);
    // Neither names nor ids of organizations are ids.
    expect((await desk.ask("owner", "GET", "/environments/production")).status).toBe(404);
  });

  test("is renamed, and keeps its id, its namespace and its grants", async () => {
    const desk = await open(seed);
    const { status, body } = await desk.ask("admin", "PUT", `/environments/${E}`, { name: "live" });
    expect(status).toBe(200);
    expect(body).toEqual({ ...production, name: "live" });
    expect((await list(desk, "member", "pod01")).body).toEqual([{ ...production, name: "live" }]);
    expect((await desk.ask("granted", "GET", `/environments/${E}`)).status).toBe(200);
  });

  test.each<[unknown]>([[{}], [{ name: "" }], [{ name: null }], [{ name: 5 }], [[]], [null]])(
    "is not renamed by %j",
    async (body) => {
      const desk = await open(seed);
      expect((await desk.ask("owner", "PUT", `/environments/${E}`, body)).status).toBe(400);
      expect((await list(desk, "owner", "pod01")).body).toEqual([production]);
    },
  );
});

describe.each(["", "/v1"])("grants at %j/environments", (prefix) => {
  const users = `${prefix}/environments/${E}/users`;
  const granted = async (desk: Desk) => (await desk.ask("owner", "GET", users)).body;

  test("are given and taken one by one", async () => {
    const desk = await open(seed);
    expect(await granted(desk)).toEqual({ users: ["u-granted"] });
    expect(await desk.ask("admin", "POST", `${users}/u-member`, {})).toMatchObject({
      status: 204,
      body: undefined,
    });
    expect(await granted(desk)).toEqual({ users: ["u-granted", "u-member"] });
    expect((await desk.ask("member", "GET", `/environments/${E}`)).status).toBe(200);
    expect(await desk.ask("admin", "DELETE", `${users}/u-granted`)).toMatchObject({
      status: 204,
      body: undefined,
    });
    expect(await granted(desk)).toEqual({ users: ["u-member"] });
    expect((await desk.ask("granted", "GET", `/environments/${E}`)).status).toBe(403);
  });

  test("need no body", async () => {
    const desk = await open(seed);
    expect((await desk.ask("owner", "POST", `${users}/u-member`)).status).toBe(204);
  });

  test("again is no change; to take what is not there is 404", async () => {
    const desk = await open(seed);
    expect((await desk.ask("owner", "POST", `${users}/u-granted`)).status).toBe(204);
    expect(await granted(desk)).toEqual({ users: ["u-granted"] });
    expect((await desk.ask("owner", "DELETE", `${users}/u-member`)).status).toBe(404);
  });

  test("are for members of the organization", async () => {
    const desk = await open(seed);
    for (const nobody of ["u-outsider", "nobody"]) {
      expect((await desk.ask("owner", "POST", `${users}/${nobody}`)).status).toBe(404);
    }
    expect(await granted(desk)).toEqual({ users: ["u-granted"] });
    expect((await desk.ask("owner", "POST", `${prefix}/environments/nothing/users/u-member`)).status).toBe(
      404,
    );
  });

  test("are stored for admins and owners too", async () => {
    const desk = await open(seed);
    expect((await desk.ask("owner", "POST", `${users}/u-admin`)).status).toBe(204);
    expect((await desk.ask("owner", "POST", `${users}/u-owner`)).status).toBe(204);
    expect(await granted(desk)).toEqual({ users: ["u-admin", "u-granted", "u-owner"] });
  });
});

test("the rest of /v1 is not served", async () => {
  const desk = await open(seed);
  expect((await desk.ask("owner", "GET", "/v1/environments", undefined, on("pod01"))).status).toBe(404);
  expect((await desk.ask("owner", "GET", `/v1/orgs/${O}`)).status).toBe(404);
});
