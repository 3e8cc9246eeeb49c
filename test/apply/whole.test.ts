/** What is written as a whole, where the platform keeps two writers apart by nothing: read right before, each time. */
import { describe, expect, it } from "vitest";
import { ran } from "./ran.ts";
import { call, change, resource } from "./support.ts";

const planned = {
  calls: [
    call("one", {
      operation: "item.replace",
      body: { tags: ["a", "b"] },
      replaces: { tags: ["a"] },
    }),
    call("two", { path: ["items", "id-two"], changes: ["acme/items/two"], dependsOn: ["one"] }),
  ],
  changes: [
    change("one", { tags: ["a"] }, { tags: ["a", "b"] }, ["one"]),
    change("two", { a: 0 }, { a: 1 }, ["two"]),
  ],
};
const two = resource("two", { a: 0 });
const items = (...tags: string[]) => [resource("one", { tags }), two];
const results = ({ events }: Awaited<ReturnType<typeof ran>>) =>
  events.flatMap((event) => (event.type === "answered" && event.call === "one" ? [event.result] : []));

describe("a list that is replaced as a whole", () => {
  it("is, where it is what the plan was made from", async () => {
    const run = await ran(planned, { items: items("a") });
    expect(run.result.outcomes.map(({ status }) => status)).toEqual(["applied", "applied"]);
    expect(run.on.items.get("id-one")).toMatchObject({ tags: ["a", "b"] });
  });

  it("is not, where somebody else has added to it: that stays, and what depends on it is not attempted", async () => {
    const run = await ran(planned, { items: items("a", "other") });
    expect(run.result.outcomes).toEqual([
      {
        status: "failed",
        address: "acme/items/one",
        call: "one",
        message:
          "Somebody else has changed meanwhile what item.replace on acme replaces as a whole, so nothing was sent. Plan again.",
      },
      {
        status: "not-attempted",
        address: "acme/items/two",
        because: expect.stringContaining("failed: Somebody else"),
      },
    ]);
    expect(run.on.writes).toEqual([]);
    expect([run.on.items.get("id-one"), run.result.sent]).toMatchObject([{ tags: ["a", "other"] }, 0]);
  });

  it("is done, where somebody else has done the same", async () => {
    const run = await ran(planned, { items: items("a", "b") });
    expect(run.result.outcomes.map(({ status }) => status)).toEqual(["applied", "applied"]);
    expect([results(run), run.on.writes.length]).toEqual([["already"], 1]);
  });

  it("is not, where it cannot be read", async () => {
    const run = await ran(planned, { items: [two] });
    expect(run.result.outcomes[0]).toMatchObject({
      status: "failed",
      message: expect.stringMatching(
        /What it replaces could not be read, so nothing was sent: .*no such item/,
      ),
    });
    expect(run.on.writes).toEqual([]);
  });

  it("is not replaced twice, where the answer was lost", async () => {
    const fault = (_seen: unknown, count: number) => (count === 1 ? "lost-done" : "ok");
    const run = await ran(planned, { items: items("a"), fault });
    expect(run.result.outcomes.map(({ status }) => status)).toEqual(["applied", "applied"]);
    expect([results(run), run.on.writes.length]).toEqual([["already"], 2]);
  });

  it.each(["lost", "lost-done"] as const)(
    "keeps what came between two sendings (%s): it may have been carried out, and it is read again",
    async (first) => {
      let there: Map<string, unknown> | null = null;
      const run = await ran(planned, {
        items: items("a"),
        fault: (_seen, count) => (count === 1 ? first : "ok"),
        during: async (_seen, count, all) => {
          there = all;
          // As soon as the server has acted, or has not.
          if (count === 1) setImmediate(() => all.set("id-one", { name: "one", tags: ["a", "other"] }));
        },
      });
      expect(there).not.toBeNull();
      expect(run.on.writes).toHaveLength(1);
      expect(run.on.items.get("id-one")).toMatchObject({ tags: ["a", "other"] });
      expect(run.result.outcomes[0]).toMatchObject({
        status: "failed",
        message: expect.stringMatching(
          /no whole answer came.*Sent again, it was refused: Somebody else has changed meanwhile.*Read again: what is live is not as planned\.$/,
        ),
      });
    },
  );
});
