import { describe, expect, it } from "vitest";
import type { CallResult } from "../../src/apply/call.ts";
import { outcomesOf, withDoubt } from "../../src/apply/outcomes.ts";
import { unverified, verify } from "../../src/apply/verify.ts";
import type { PlannedChange } from "../../src/model/plan.ts";
import type { Resource, Unreadable } from "../../src/model/resource.ts";
import { section } from "../store/support.ts";
import { basisOf, change, madeUp, resource, stateOf } from "./support.ts";

describe("outcomes from answers", () => {
  const done: CallResult = { status: "done" };
  const failed: CallResult = { status: "failed", message: "no", doubt: false };
  const lost: CallResult = { status: "failed", message: "lost", doubt: true };
  const skipped: CallResult = { status: "skipped", because: "c0 failed" };
  const of = (more: Partial<PlannedChange>, ...results: CallResult[]) => {
    const ids = results.map((_each, index) => `c${index}`);
    const [answer] = outcomesOf(
      { changes: [change("one", { a: 0 }, { a: 1 }, more.by === undefined ? ids : [], more)], pending: [] },
      new Map(results.map((result, index) => [`c${index}`, result])),
    );
    if (answer === undefined) throw new Error("no outcome");
    const { address: _address, ...outcome } = withDoubt(answer);
    return outcome;
  };

  it.each<[string, Partial<PlannedChange>, CallResult[], object]>([
    ["waits", { waiting: "billing" }, [], { status: "waiting", for: "billing" }],
    ["another call does it", { by: "c0" }, [done], { status: "applied" }],
    ["another call failed to", { by: "c0" }, [failed], { status: "failed", call: "c0", message: "no" }],
    [
      "another call was never sent",
      { by: "c0" },
      [skipped],
      { status: "not-attempted", because: "c0 failed" },
    ],
    ["all done", {}, [done, done], { status: "applied" }],
    ["first failed", {}, [failed, skipped], { status: "failed", call: "c0", message: "no" }],
    [
      "second failed",
      {},
      [done, failed],
      { status: "failed", call: "c1", message: "no. 1 of 2 calls were carried out." },
    ],
    [
      "carried out in part",
      {},
      [done, skipped],
      {
        status: "failed",
        call: "c1",
        message:
          "Carried out in part only: 1 of 2 calls were carried out. The next one was not sent: c0 failed.",
      },
    ],
    ["none sent", {}, [skipped, skipped], { status: "not-attempted", because: "c0 failed" }],
    [
      "lost",
      {},
      [lost],
      { status: "failed", call: "c0", message: "lost. It may have been carried out: run plan again." },
    ],
    ["no call", {}, [], { status: "not-attempted", because: "the plan holds no call that carries it out" }],
  ])("%s", (_name, more, results, outcome) => {
    expect(of(more, ...results)).toEqual(outcome);
  });

  it("pending stays pending, unless it failed or removes", () => {
    const pending = [{ address: "acme/items/one", for: "user-a to accept" }];
    const status = (result: CallResult, to: PlannedChange["after"]) =>
      outcomesOf({ changes: [change("one", {}, to, ["c0"])], pending }, new Map([["c0", result]]))[0]?.outcome
        .status;
    expect(status(done, { a: 1 })).toBe("pending");
    expect(status(failed, { a: 1 })).toBe("failed");
    expect(status(done, null)).toBe("applied");
  });

  it("what is an invitation once it is carried out is pending, not applied", () => {
    const pending = "user-a to accept";
    expect(of({ pending }, done)).toEqual({ status: "pending", for: pending });
    expect(of({ pending }, lost)).toMatchObject({ status: "failed" });
    expect(of({ pending, waiting: "billing" }, done)).toEqual({ status: "waiting", for: "billing" });
  });
});

describe("outcomes corrected by what is live", () => {
  const before = stateOf(resource("one", { a: 0 }), resource("other"));
  const run = (
    result: CallResult,
    to: PlannedChange["after"],
    live: Resource | null,
    more: Partial<PlannedChange> = {},
    unknown: readonly Unreadable[] = [],
  ) => {
    const changes = [change("one", { a: 0 }, to, ["c0"], more)];
    const results = new Map([["c0", result]]);
    const of = section({ changes, basis: basisOf(before) });
    return verify({
      section: of,
      platform: madeUp,
      answered: outcomesOf(of, results),
      before,
      after: stateOf(resource("other"), ...(live === null ? [] : [live])),
      ids: new Map(),
      unknown,
    });
  };
  const done: CallResult = { status: "done" };
  const failed: CallResult = { status: "failed", message: "no", doubt: false };
  const lost: CallResult = { status: "failed", message: "lost", doubt: true };
  const said = "The platform answered with success, but";

  it.each<[string, CallResult, PlannedChange["after"], Resource | null, string, string | undefined]>([
    ["as planned", done, { a: 1 }, resource("one", { a: 1 }), "applied", undefined],
    [
      "not changed",
      done,
      { a: 1 },
      resource("one", { a: 0 }),
      "failed",
      `${said} of acme/items/one a is 0 and not 1.`,
    ],
    ["not there", done, { a: 1 }, null, "failed", `${said} acme/items/one is not there.`],
    [
      "deactivated",
      done,
      { a: 1 },
      resource("one", { a: 1, active: false }),
      "failed",
      `${said} acme/items/one is not there.`,
    ],
    ["gone as planned", done, null, null, "applied", undefined],
    ["deactivated as planned", done, null, resource("one", { active: false }), "applied", undefined],
    ["still there", done, null, resource("one"), "failed", `${said} acme/items/one is still there.`],
    ["failed, and is live", failed, { a: 1 }, resource("one", { a: 1 }), "applied", undefined],
    ["failed, and is not live", failed, { a: 1 }, resource("one", { a: 0 }), "failed", undefined],
    ["lost, and is live", lost, { a: 1 }, resource("one", { a: 1 }), "applied", undefined],
    ["waits for a person", done, { a: 1 }, resource("one", {}, { pending: "user-a" }), "pending", undefined],
    ["null means the default", done, { a: null }, resource("one", { a: 0 }), "applied", undefined],
    ["null means not set", done, { b: null }, resource("one"), "applied", undefined],
    [
      "not unset",
      done,
      { b: null },
      resource("one", { b: 3 }),
      "failed",
      `${said} of acme/items/one b is 3 and not null.`,
    ],
    [
      "a list in another order",
      done,
      { tags: ["x", "y"] },
      resource("one", { tags: ["y", "x"] }),
      "applied",
      undefined,
    ],
    ["a secret cannot be read", done, { password: "p" }, resource("one"), "applied", undefined],
    [
      "what is implied is not compared",
      done,
      { a: 99, b: 5 },
      resource("one", { a: 99, b: 1 }),
      "applied",
      undefined,
    ],
  ])("%s", (_name, result, to, live, status, mismatch) => {
    const { outcomes, mismatches } = run(result, to, live);
    expect(outcomes[0]?.status).toBe(status);
    expect(mismatches.map((each) => each.message)).toEqual(mismatch === undefined ? [] : [mismatch]);
  });

  it.each<[string, Partial<PlannedChange>, string, string[]]>([
    ["was to be there already", {}, "failed", [`${said} acme/items/one is not there.`]],
    ["was only prepared", { prepared: true }, "waiting", []],
  ])("what waits for its rest and %s", (_name, more, status, messages) => {
    const { outcomes, mismatches } = run(done, { a: 1 }, null, { action: "create", waiting: "x", ...more });
    expect(outcomes[0]?.status).toBe(status);
    expect(mismatches.map((each) => each.message)).toEqual(messages);
  });

  it.each<[string, Partial<PlannedChange>, string, string[]]>([
    ["was to be gone already", {}, "failed", [`${said} acme/items/one is still there.`]],
    ["was only prepared", { prepared: true }, "waiting", []],
  ])("what waits to be removed and %s", (_name, more, status, messages) => {
    const { outcomes, mismatches } = run(done, null, resource("one"), { waiting: "x", ...more });
    expect(outcomes[0]?.status).toBe(status);
    expect(mismatches.map((each) => each.message)).toEqual(messages);
  });

  it("a doubt is gone once it was read", () => {
    expect(run(lost, { a: 1 }, resource("one", { a: 0 })).outcomes[0]).toMatchObject({
      status: "failed",
      message: "lost. Read again: what is live is not as planned.",
    });
  });

  it.each([
    ["the collection", { address: "acme", collection: "items" }],
    ["what holds it", { address: "acme", collection: null }],
    ["the resource itself", { address: "acme/items/one", collection: null }],
  ])("unreadable is not gone: %s", (_name, place) => {
    const unknown = [{ ...place, why: "no list for you" }];
    const at = place.collection === null ? place.address : "acme/items";
    const mismatches = [
      { address: at, message: "What is live now could not be read again: no list for you" },
    ];
    expect(run(done, { a: 1 }, null, {}, unknown)).toEqual({
      outcomes: [{ status: "applied", address: "acme/items/one" }],
      mismatches,
    });
    expect(run(lost, { a: 1 }, null, {}, unknown)).toMatchObject({
      outcomes: [{ status: "failed", message: "lost. It may have been carried out: run plan again." }],
      mismatches,
    });
    const elsewhere = [{ address: "acme", collection: "others", why: "no" }];
    expect(run(done, { a: 1 }, resource("one", { a: 1 }), {}, elsewhere).mismatches).toEqual([]);
  });

  it("what the plan does not speak of must stay as it was", () => {
    const of = section({ basis: basisOf(before) });
    const options = { section: of, platform: madeUp, answered: [], before, ids: new Map(), unknown: [] };
    expect(verify({ ...options, after: before }).mismatches).toEqual([]);
    expect(verify({ ...options, after: stateOf(resource("one", { a: 5 })) }).mismatches).toEqual([
      { address: "acme/items/one", message: "acme/items/one has changed, and the plan does not change it." },
      { address: "acme/items/other", message: "acme/items/other is gone, and the plan does not remove it." },
    ]);
    const effects = [{ call: "c0", address: "acme/items/other", kind: "item", effect: "goes" } as const];
    expect(
      verify({ ...options, section: { ...of, effects }, after: stateOf(resource("one", { a: 0 })) })
        .mismatches,
    ).toEqual([]);
  });

  it("without another look the doubt stays, and that is told", () => {
    const of = section({ changes: [change("one", { a: 0 }, { a: 1 }, ["c0"])] });
    expect(unverified(of, outcomesOf(of, new Map([["c0", lost]])), "no network")).toEqual({
      outcomes: [
        {
          status: "failed",
          address: "acme/items/one",
          call: "c0",
          message: "lost. It may have been carried out: run plan again.",
        },
      ],
      mismatches: [{ address: "acme", message: "What is live now could not be read again: no network" }],
    });
  });
});
