/** A sandbox over a real socket, and what tests look for in its answers. */
import { onTestFinished } from "vitest";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../../src/sandbox/server.ts";

/** All but the seed, which stands first. */
export type Options = Omit<SandboxOptions, "seed">;

/** Starts a sandbox that ends with the test. Default seed: the platform's own. */
export async function start(platform: string, seed?: unknown, options: Options = {}): Promise<Sandbox> {
  const sandbox = await startSandbox(platform, { ...options, ...(seed === undefined ? {} : { seed }) });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

/** The sandbox, and ways to ask it. It is not spread, since `tokens` is read anew each time. */
export function withWays<T extends object>(sandbox: Sandbox, ways: T): Sandbox & T {
  return Object.assign(Object.create(sandbox), ways);
}

export type Json = Readonly<Record<string, unknown>>;

/** A value as an object; empty where it is none. */
export function record(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}

/** A value as a list of objects; empty where it is none. */
export function records(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(record) : [];
}
