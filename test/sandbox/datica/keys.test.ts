/** An account's own SSH keys (datica.md §3a). */
import { describe, expect, test } from "vitest";
import { acme, type Desk, open } from "./support.ts";

const laptop = { name: "laptop", key: "ssh-ed25519 key-of-owner" };
const list = async (desk: Desk, who = "owner") => (await desk.ask(who, "GET", "/keys")).body;

test("are listed, added and removed, each account's for itself", async () => {
  const desk = await open(acme);
  expect(await list(desk)).toEqual([laptop]);
  const added = { name: "my desk", key: "ssh-rsa AAAA owner@desk\n" };
  expect(await desk.ask("owner", "POST", "/keys", added)).toMatchObject({ status: 204, body: undefined });
  expect(await list(desk)).toEqual([laptop, added]);
  expect(await list(desk, "admin")).toEqual([{ name: "laptop", key: "ssh-ed25519 key-of-admin" }]);
  expect((await desk.ask("owner", "DELETE", "/keys/my%20desk")).status).toBe(204);
  expect(await list(desk)).toEqual([laptop]);
  expect((await desk.ask("owner", "DELETE", "/keys/my%20desk")).status).toBe(404);
  expect(await list(desk, "admin")).toHaveLength(1);
});

test("a name is there once, and a key is one account's", async () => {
  const desk = await open(acme);
  expect((await desk.ask("owner", "POST", "/keys", { name: "laptop", key: "ssh-rsa B" })).status).toBe(409);
  const other = { name: "new", key: "ssh-ed25519 key-of-admin another comment" };
  expect((await desk.ask("owner", "POST", "/keys", other)).status).toBe(409);
  expect((await desk.ask("owner", "POST", "/keys", { ...laptop, name: "again" })).status).toBe(409);
  expect(await list(desk)).toEqual([laptop]);
});

describe("refused is", () => {
  test.each<[unknown]>([
    [{ key: "ssh-rsa B" }],
    [{ name: "", key: "ssh-rsa B" }],
    [{ name: "a/b", key: "ssh-rsa B" }],
    [{ name: "a?b", key: "ssh-rsa B" }],
    [{ name: "a%b", key: "ssh-rsa B" }],
    [{ name: "new" }],
    [{ name: "new", key: "" }],
    [{ name: "new", key: null }],
    [{ name: ["new"], key: "ssh-rsa B" }],
  ])("%j", async (body) => {
    const desk = await open(acme);
    expect((await desk.ask("owner", "POST", "/keys", body)).status).toBe(400);
    expect(await list(desk)).toEqual([laptop]);
  });
});
