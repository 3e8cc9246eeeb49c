/** A large organization: lists come by a few queries each, however long they are. */
import { describe, expect, test } from "vitest";
import { type Desk, O, open } from "./support.ts";

const number = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const email = (index: number): string => `p${index}@example.com`;

const people = 1500;
const seed = {
  users: number(people).map((index) => ({ email: email(index), id: `u-${index}` })),
  orgs: [
    {
      id: O,
      name: "Large",
      members: Object.fromEntries(
        number(people).map((index) => [
          email(index),
          index === 0 ? "owner" : index < 20 ? "admin" : "member",
        ]),
      ),
      invites: number(300).map((index) => ({ email: `new${index}@example.com`, role: "member" })),
      groups: Object.fromEntries(
        number(766).map((group) => [
          `g${group}`,
          {
            acls: ["a"],
            members: [...new Set(number(5).map((place) => email((group * 7 + place * 13) % people)))],
          },
        ]),
      ),
    },
  ],
  environments: number(1200).map((index) => ({
    name: `e${index}`,
    organization: O,
    users: number(3).map((place) => email((index + place * 100) % people)),
  })),
};

describe("1,200 environments, 1,500 people, 766 groups", () => {
  test.each<[string, (body: unknown) => unknown, number]>([
    [`/orgs/${O}/users`, (body) => body, 1500],
    [`/orgs/${O}/invites`, (body) => body, 300],
    ["/environments", (body) => body, 1200],
    [`/acls/${O}/groups`, (body) => Object.values(Object(body))[0], 767],
    ["/environments/{id}/users", (body) => Object.values(Object(body))[0], 3],
  ])("%s", async (path, list, length) => {
    const desk = await shared();
    const ask = async (): Promise<unknown> => {
      const answer = await desk.ask(email(0), "GET", path.replace("{id}", await idOf(desk)), undefined, pod);
      return list(answer.body);
    };
    expect(await ask()).toHaveLength(length);
    const start = performance.now();
    for (let time = 0; time < 5; time += 1) await ask();
    // Measured: about 30 ms for the longest, on a busy machine. With a query a row it would be many times that.
    expect((performance.now() - start) / 5).toBeLessThan(150);
  });

  test("whole, as a dump that loads", async () => {
    const desk = await shared();
    const dump = desk.dump();
    expect((await open(dump)).dump()).toEqual(dump);
  });
});

const pod = { "X-Pod-ID": "pod01" };
const shared = (): Promise<Desk> => open(seed);

async function idOf(desk: Desk): Promise<string> {
  const { body } = await desk.ask(email(0), "GET", "/environments", undefined, pod);
  return String(Object(body)[0].id);
}
