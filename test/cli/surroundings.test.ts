import { PassThrough } from "node:stream";
import { describe, expect, test } from "vitest";
import { styleFor } from "../../src/cli/colour.ts";
import { confirm } from "../../src/cli/confirm.ts";
import { progressLine, progressText } from "../../src/cli/progress.ts";
import { colourStyle, plainStyle } from "../../src/report/style.ts";

describe("colour", () => {
  test.each([
    ["--no-color", false, { FORCE_COLOR: "1" }, true, false],
    ["FORCE_COLOR", true, { FORCE_COLOR: "1", NO_COLOR: "1" }, false, true],
    ["FORCE_COLOR empty", true, { FORCE_COLOR: "" }, false, true],
    ["FORCE_COLOR=0", true, { FORCE_COLOR: "0" }, true, false],
    ["NO_COLOR", true, { NO_COLOR: "1" }, true, false],
    ["NO_COLOR empty", true, { NO_COLOR: "" }, true, true],
    ["terminal", true, {}, true, true],
    ["dumb terminal", true, { TERM: "dumb" }, true, false],
    ["no terminal", true, {}, false, false],
  ] as const)("%s", (_, allowed, env, isTerminal, coloured) => {
    expect(styleFor({ isTerminal }, env, allowed)).toBe(coloured ? colourStyle : plainStyle);
  });
});

describe("the progress line", () => {
  const watch = (isTerminal = true, enabled = true) => {
    const clock = { now: 0 };
    let written = "";
    const output = {
      write: (text: string) => {
        written += text;
      },
      isTerminal,
      columns: 40,
    };
    const line = progressLine(output, enabled, () => clock.now);
    return { clock, line, written: () => written };
  };
  const reading = { phase: "read", done: 3, total: 10 } as const;

  test("is not there in the first second, then one line, at most ten times a second", () => {
    const { clock, line, written } = watch();
    line.update(reading);
    expect(written()).toBe("");
    clock.now = 1_500;
    line.update(reading);
    expect(written()).toBe("\rReading live state: 3 of 10 (1 s)\u001b[K");
    clock.now = 1_550;
    line.update({ ...reading, done: 4 });
    expect(written()).not.toContain("4 of 10");
    line.stop();
    expect(written().endsWith("\r\u001b[K")).toBe(true);
  });

  test("never grows over the width of the terminal", () => {
    const { clock, line, written } = watch();
    clock.now = 100_000;
    line.update({ phase: "verify", done: 123_456_789, total: 123_456_789 });
    expect(written().replace("\r", "").replace("\u001b[K", "")).toHaveLength(39);
    line.stop();
  });

  test.each([
    ["no terminal", false, true],
    ["--quiet", true, false],
  ])("is never there: %s", (_, isTerminal, enabled) => {
    const { clock, line, written } = watch(isTerminal, enabled);
    clock.now = 5_000;
    line.update(reading);
    line.stop();
    expect(written()).toBe("");
  });

  test("says so where the total is not known", () => {
    expect(progressText({ phase: "apply", done: 3, total: null }, 61_000)).toBe("Applying: 3 (61 s)");
  });
});

describe("the question", () => {
  const ask = (input: string | null, abort = false) => {
    const stdin = new PassThrough();
    const controller = new AbortController();
    const asked = confirm(
      {
        io: { stdin, stderr: { write: () => {}, isTerminal: true, columns: 80 } },
        progress: { clear: () => {} },
        signal: controller.signal,
      },
      "? ",
    );
    if (input !== null) stdin.end(input);
    if (abort) controller.abort();
    return asked;
  };

  test.each([
    ["yes\n", true],
    [" yes \r\n", true],
    ["y\n", false],
    ["YES\n", false],
    ["no\nyes\n", false],
    ["\n", false],
    ["", false],
    ["yes", true],
  ])("%j", async (input, answer) => {
    expect(await ask(input)).toBe(answer);
  });

  test("a cancellation is no", async () => {
    expect(await ask(null, true)).toBe(false);
  });
});
