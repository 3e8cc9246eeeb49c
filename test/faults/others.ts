/** Others who write while an apply is under way, and credentials that end in the middle of it. */
import { expect, test } from "vitest";
import { resultOf } from "../platforms/harness/folder.ts";
import { elsewhere, expectConverges, expectHonest, type FaultWorld, open } from "./world.ts";

/** What somebody else does between the last look of an apply and its first write. */
export interface Meddling {
  /** Goes on after "somebody else". */
  readonly title: string;
  /** What their file says after `platform:`. */
  readonly file: string;
  readonly allow?: readonly string[];
  /** What they made, and what the apply must not take away. */
  readonly stays?: string;
  /** The words of a change that cannot be carried out any more. */
  readonly words?: RegExp;
  /** False: what they took away cannot be had again by the same files. */
  readonly converges?: false;
}

type Making = () => FaultWorld | Promise<FaultWorld>;

export function somebodyElse(making: Making, meddlings: readonly Meddling[]): void {
  test.each(meddlings.map((each) => [each.title, each] as const))("somebody else %s", async (_title, of) => {
    await using desk = await open(await making());
    const file = `platform: ${desk.world.platform.name}\n${of.file}`;
    const other = await elsewhere(desk, { files: { "other.yaml": file }, allow: of.allow ?? [] });
    const { plan, result } = resultOf(
      await desk.apply({
        confirm: async () => {
          const { result } = resultOf(await other.apply());
          expect(result?.outcomes.map(({ status }) => status).join()).toMatch(/applied|pending/);
          return true;
        },
      }),
    );
    if (result === null) throw new Error("nothing was applied");
    expectHonest(desk, plan, result);
    if (of.stays !== undefined) expect([...desk.world.held(desk.sandbox.dump()).keys()]).toContain(of.stays);
    if (of.words !== undefined) expect(JSON.stringify(result.outcomes)).toMatch(of.words);
    if (of.converges !== false) await expectConverges(desk, false);
  });
}

/** Two that know nothing of each other carry the same files out; the second begins in the middle of the first. */
export function sideBySide(making: Making): void {
  test.each([1, 3, 6])("two stores side by side, the second from write %d of the first on", async (from) => {
    await using desk = await open(await making());
    const other = await elsewhere(desk);
    let second: ReturnType<typeof other.apply> | null = null;
    desk.sandbox.setFaults([{ kind: "latency", on: "writes", ms: 2, jitter: 8 }]);
    desk.onWrite = (count) => {
      if (count >= from) second ??= other.apply();
    };
    const first = resultOf(await desk.apply());
    if (second === null) throw new Error("the second never began");
    const last = resultOf(await (second as ReturnType<typeof other.apply>));
    desk.sandbox.setFaults([]);
    // What one of them could not do the other one may have done since: what they say that they did must be so.
    for (const { plan, result } of [first, last]) {
      if (result === null) continue;
      const outcomes = result.outcomes.map((each) =>
        /failed|not-attempted/.test(each.status)
          ? { ...each, status: "waiting" as const, for: "the other one" }
          : each,
      );
      expectHonest(desk, plan, { ...result, outcomes });
    }
    await expectConverges(desk, false);
  });
}

/** Sessions and tokens end in the middle, as time would end them: they are renewed, and no write is lost or repeated. */
export function expiring(making: Making): void {
  test.each([1, 3, 6])("every token expires after write %d", async (at) => {
    await using desk = await open(await making());
    desk.onWrite = (count) => {
      if (count === at) desk.sandbox.expire();
    };
    const { plan, result } = resultOf(await desk.apply());
    if (result === null) throw new Error("nothing was applied");
    expect(result.outcomes.filter(({ status }) => /failed|not-attempted/.test(status))).toEqual([]);
    expect([result.verified, result.sent]).toEqual([true, plan.summary.calls]);
    // Each call once, and once more where its token had ended on the way.
    const writes = desk.sandbox.requests.filter(({ write, status }) => write && status !== 401);
    expect(writes).toHaveLength(plan.summary.calls);
    expectHonest(desk, plan, result);
    await expectConverges(desk);
  });
}

/** The credential is refused for good: nothing more is sent, and what was sent is told. */
export function lockedOut(making: Making): void {
  test.each([0, 2, 5])("the credential is refused after write %d", async (after) => {
    await using desk = await open(await making());
    desk.sandbox.setFaults([{ kind: "status", status: 401, on: "writes", after }]);
    const { plan, result } = resultOf(await desk.apply());
    if (result === null) throw new Error("nothing was applied");
    desk.sandbox.setFaults([]);
    expect(result.outcomes.some(({ status }) => status === "failed")).toBe(true);
    // Those that were under way side by side, each renewed once at most; none of the rest.
    const refused = desk.sandbox.requests.filter(({ write, status }) => write && status === 401);
    expect(refused.length).toBeLessThanOrEqual(2 * desk.world.platform.protocol.limits.concurrency);
    expectHonest(desk, plan, result);
    if (desk.world.spends) desk.renew();
    await expectConverges(desk);
  });
}
