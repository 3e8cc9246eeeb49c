/** A large organization is listed without a query a row. */
import { expect, test } from "vitest";
import { acme, mail, open, record, records } from "./support.ts";

const people = Array.from({ length: 1500 }, (_, n) => mail(`u${n}`));
const at = (n: number): string => people[n % people.length] ?? "";

/** 1,200 projects, 1,500 people, 766 groups, 3,600 memberships, 300 invitations. */
const crowd = {
  users: people.map((email) => ({ email })),
  organizations: [
    {
      id: acme,
      name: "Acme",
      owner: at(0),
      administrators: people.slice(1, 100),
      billingAdministrators: people.slice(1, 300),
      projects: Array.from({ length: 1200 }, (_, n) => ({
        name: `p${n}`,
        region: n % 2 === 0 ? "Vienna" : "Upper-Austria",
      })),
      groups: Array.from({ length: 766 }, (_, n) => ({
        name: `g${n}`,
        projects: [n, n + 1, n + 400].map((index) => `p${index}`),
        // 4 or 5 a group, from those who do not administer.
        members: Array.from({ length: n < 536 ? 5 : 4 }, (_, m) => at(100 + ((n * 7 + m * 13) % 1400))),
        invited: n < 300 ? [at(100 + ((n * 7 + 6) % 1400))] : [],
      })),
    },
  ],
};

/** Milliseconds of the fastest of some turns, since the machine may be busy. */
async function fastest(act: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < 5; turn += 1) {
    const start = performance.now();
    await act();
    times.push(performance.now() - start);
  }
  return Math.min(...times);
}

test("a crowd is seeded, listed and dumped at once", async () => {
  const start = performance.now();
  const desk = await open(crowd);
  expect(performance.now() - start).toBeLessThan(3000);
  const memberships = crowd.organizations[0]?.groups.flatMap(({ members }) => members);
  expect(memberships).toHaveLength(3600);

  const token = desk.tokens[at(0)];
  const headers = { authorization: `Bearer ${token}`, access: `Bearer ${token}-access` };
  const get = async (path: string): Promise<unknown> =>
    (await fetch(`${desk.url}/v1.0/invoke/gotham-${path}`, { headers })).json();
  const enterprises = `enterprises/method/orgs/${acme}`;
  for (const [path, length] of [
    [`${enterprises}/projects`, 1200],
    [`${enterprises}/groups`, 766],
    [`${enterprises}/admins`, 100],
  ] as const) {
    expect(await get(path)).toHaveLength(length);
    expect(await fastest(() => get(path))).toBeLessThan(60);
  }

  const [{ id } = {}] = records(await get(`${enterprises}/groups`));
  expect(record(await get(`${enterprises}/groups/${id}`))["members"]).toHaveLength(6);
  // All groups one by one, as a reader must: there is no other way to see who is a member.
  const groups = records(await get(`${enterprises}/groups`));
  const began = performance.now();
  let seen = 0;
  for (const group of groups) {
    seen += records(record(await get(`${enterprises}/groups/${group["id"]}`))["members"]).length;
  }
  expect(seen).toBe(3900);
  expect(performance.now() - began).toBeLessThan(8000);

  const dumped = desk.dump();
  expect((await open(dumped)).dump()).toEqual(dumped);
});
