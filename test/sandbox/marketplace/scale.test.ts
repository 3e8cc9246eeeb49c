/** Sizes of real organizations: lists must not get slow with them. */
import { expect, test } from "vitest";
import { column, type Desk, data, mail, open, org, pagination } from "./support.ts";

const number = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const person = (index: number): string => mail(`p${index}`);

/** 1,500 people, 766 teams with 3,600 seats, 1,200 applications, all shared, and 200 other organizations. */
function seed(): unknown {
  return {
    users: number(1500).map((index) => ({ email: person(index) })),
    applications: number(1200).map((index) => ({ clientId: `app-${index}`, owner: person(index) })),
    organizations: [
      {
        id: org,
        name: "Large",
        members: Object.fromEntries(
          number(1500).map((index) => [person(index), index === 0 ? "maintainer" : "viewer"]),
        ),
        applications: number(1200).map((index) => `app-${index}`),
        teams: number(766).map((team) => ({
          name: `team-${team}`,
          members: Object.fromEntries(
            number(team < 536 ? 5 : 4).map((seat) => [person((team * 7 + seat) % 1500), "viewer"]),
          ),
          applications: [`app-${team}`],
        })),
      },
      ...number(200).map((index) => ({ name: `other-${index}`, members: { [person(0)]: "viewer" } })),
    ],
  };
}

async function all(desk: Desk, path: string, key: string): Promise<unknown[]> {
  const found: unknown[] = [];
  for (;;) {
    const reply = await desk.ask("p0", `GET ${path}?filter.start=${found.length}&filter.limit=50`);
    found.push(...column(reply, key));
    if (found.length >= Number(pagination(reply)["total"])) return found;
  }
}

test("everything is read in seconds", { timeout: 60_000 }, async () => {
  const desk = await open(seed());
  const begun = performance.now();
  expect(await all(desk, "/organizations", "id")).toHaveLength(201);
  expect(new Set(await all(desk, `/organizations/${org}/members`, "userId")).size).toBe(1500);
  expect(await all(desk, `/organizations/${org}/applications`, "clientId")).toHaveLength(1200);
  expect(await all(desk, "/applications", "clientId")).toHaveLength(1200);
  const teams = await all(desk, `/organizations/${org}/teams`, "id");
  expect(teams).toHaveLength(766);
  let seats = 0;
  for (const team of teams) {
    seats += (await all(desk, `/organizations/${org}/teams/${team}/members`, "userId")).length;
  }
  expect(seats).toBe(536 * 5 + 230 * 4);
  // About 900 requests; the bound is wide, for slow machines, and far below what a scan a row would take.
  expect(performance.now() - begun).toBeLessThan(30_000);
});

test("removing a member who sits everywhere is one request", { timeout: 60_000 }, async () => {
  const desk = await open(seed());
  const me = data(await desk.ask("p7", "GET /users/me"))["userId"];
  expect(await desk.verdict("p0", `DELETE /organizations/${org}/members/${me}`)).toBe("204");
  expect(await desk.verdict("p7", `GET /organizations/${org}`)).toBe("404 ORG-1003-404");
});
