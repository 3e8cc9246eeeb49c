import { describe, expect, test } from "vitest";
import { bugMessage, panicText } from "../../../src/terraform/plugin/bug.ts";
import { handshakeLine, reattachValue } from "../../../src/terraform/plugin/handshake.ts";
import { logLine } from "../../../src/terraform/plugin/log.ts";

test("the line, with base64 that is not padded", () => {
  const address = { network: "unix", address: "/tmp/x/s" } as const;
  expect(handshakeLine(address, Uint8Array.from([255]))).toBe("1|6|unix|/tmp/x/s|grpc|/w\n");
  expect(handshakeLine(address, null)).toBe("1|6|unix|/tmp/x/s|grpc|\n");
});

test("what a debugger exports", () => {
  const value = reattachValue("registry.terraform.io/a/b", { network: "tcp", address: "127.0.0.1:1" }, 7);
  expect(JSON.parse(value)).toEqual({
    "registry.terraform.io/a/b": {
      Protocol: "grpc",
      ProtocolVersion: 6,
      Pid: 7,
      Test: true,
      Addr: { Network: "tcp", String: "127.0.0.1:1" },
    },
  });
});

test("a log line has six digits of fractional seconds, and keeps its own members", () => {
  const line = logLine("warn", "a\nb", { "@level": "x", count: 2 }, new Date("2030-01-02T03:04:05.678Z"));
  expect(line.endsWith("}\n")).toBe(true);
  expect(line.trim()).not.toContain("\n");
  expect(JSON.parse(line)).toEqual({
    "@level": "warn",
    "@message": "a\nb",
    "@module": "charter",
    "@timestamp": "2030-01-02T03:04:05.678000Z",
    count: 2,
  });
});

describe("a bug", () => {
  const quoted = () => {
    try {
      JSON.parse('"hunter2');
    } catch (error) {
      return error;
    }
    return null;
  };

  test("is told with its message", () => {
    expect(bugMessage(new TypeError("no x"))).toContain("(TypeError: no x). This is a bug. Please report it");
    expect(panicText(new TypeError("no\nx"))).toMatch(/^panic: TypeError: no x\n\n {4}at /);
  });

  test("without what a parser quotes, or what was thrown that is no error", () => {
    expect(panicText(quoted())).toMatch(/^panic: SyntaxError\n\n {4}at /);
    expect(bugMessage(quoted())).not.toContain("hunter2");
    expect(panicText("hunter2")).toBe("panic: string\n\n");
  });
});
