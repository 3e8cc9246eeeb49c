/** Large organizations list without delay. */
import { expect, test } from "vitest";
import { records } from "../harness/open.ts";
import { boss, open } from "./support.ts";

const customers = 1200;
const people = 1500;

const crowd = {
  organizations: [
    {
      name: "Large",
      accounts: [
        { externalId: "home", default: true, users: [{ email: boss, roles: ["org-admin"] }] },
        ...Array.from({ length: customers }, (_, n) => ({
          externalId: `a${n}`,
          users: Array.from({ length: n < people - customers ? 2 : 1 }, (_, m) => ({
            email: `u${n}.${m}@large.io`,
            roles: m === 0 ? ["admin"] : [],
          })),
        })),
      ],
    },
  ],
};

test("1,200 accounts and 1,500 people are loaded, listed, filtered and dumped in no time", async () => {
  const desk = await open(crowd, { log: false });
  const timed = async <T>(most: number, act: () => Promise<T>): Promise<T> => {
    const start = performance.now();
    const result = await act();
    expect(performance.now() - start).toBeLessThan(most);
    return result;
  };
  const users = await timed(800, async () => {
    const seen: unknown[] = [];
    let token: string | null = "";
    while (token !== null) {
      const query: string = token === "" ? "" : `?nextPage=${token}`;
      const answer = await desk.ask(boss, "GET", `/users${query}`);
      seen.push(...records(answer.json));
      token = answer.headers.get("elements-next-page-token");
    }
    return seen;
  });
  expect(users).toHaveLength(people + 1);
  const accounts = await timed(800, async () => {
    const seen: unknown[] = [];
    for (let offset = 0; offset <= customers; offset += 200) {
      seen.push(...records((await desk.ask(boss, "GET", `/accounts?offset=${offset}`)).json));
    }
    return seen;
  });
  expect(accounts).toHaveLength(customers + 1);
  const filtered = await timed(500, () => desk.ask(boss, "GET", "/users?where=email like 'u7__.1%25'"));
  expect(records(filtered.json)).toHaveLength(0);
  const found = await timed(500, () =>
    desk.ask(boss, "GET", "/users?pageSize=2000&where=email like 'u2__.1%25'"),
  );
  expect(records(found.json)).toHaveLength(100);
  await timed(1500, async () => desk.dump());
});
