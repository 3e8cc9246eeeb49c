/** Looking people up and registering them (cloud-console.md §3.5 U1, U2, §6.15). */
import { request } from "undici";
import { describe, expect, test } from "vitest";
import { acme, mail, open, record, userId, world } from "./support.ts";

describe("look up", () => {
  test.each([
    ["as registered", mail("grace")],
    ["in another case", "GRACE@Example.COM"],
    ["encoded", "grace%40example.com"],
    ["with blanks", "%20grace@example.com%20"],
  ])("%s", async (_name, email) => {
    const desk = await open(world);
    expect((await desk.ask("bob", `GET E users?email=${email}`)).body).toEqual({
      id: userId("grace"),
      email: mail("grace"),
      fullName: "grace",
    });
  });

  test("answers the address as its owner writes it; a plus must be encoded", async () => {
    const desk = await open({
      users: [{ email: "Pat+Work@Example.com" }, { email: mail("quin") }],
      organizations: [{ name: "A", owner: mail("quin") }],
    });
    expect((await desk.ask("quin", "GET E users?email=pat%2Bwork@example.com")).body).toMatchObject({
      email: "Pat+Work@Example.com",
      fullName: "Pat+Work",
    });
    expect(await desk.verdict("quin", "GET E users?email=pat+work@example.com")).toBe(
      "404 user_not_registered",
    );
  });

  test.each([
    ["E users?email=nobody@example.com", "404 user_not_registered"],
    ["E users?email=", "404 user_not_registered"],
    ["E users?email=%00", "404 user_not_registered"],
    ["E users", "400 invalid_request"],
    ["E users?mail=grace@example.com", "400 invalid_request"],
  ])("%s: %s", async (what, verdict) => {
    const desk = await open(world);
    expect(await desk.verdict("bob", `GET ${what}`)).toBe(verdict);
  });
});

const form = {
  email: "Zoë.Z@example.com",
  password: "swordfish",
  firstName: "Zoë",
  lastName: "Zimmermann",
  mobile: "+43 1 234",
  street: "Ring 1",
  city: "Wien",
  state: "Wien",
  country: "AT",
  postalCode: "1010",
  company: "Z GmbH",
  taxNumber: "ATU1",
};

describe("register", () => {
  test("the person can sign in, and be invited", async () => {
    const desk = await open(world);
    const made = await desk.ask("bob", "POST E users", form);
    expect(made.body).toEqual({ id: expect.stringMatching(/^[0-9a-f-]{36}$/), email: form.email });
    const answer = await request(`${desk.url}/get-tokens`, {
      method: "GET",
      body: JSON.stringify({ username: form.email, password: form.password }),
    });
    const tokens = record(await answer.body.json());
    const me = await request(`${desk.url}/v1.0/invoke/gotham-enterprises/method/users/me`, {
      headers: {
        authorization: `Bearer ${String(tokens["id_token"])}`,
        access: `Bearer ${String(tokens["access_token"])}`,
      },
    });
    expect(await me.body.json()).toEqual({ ...record(made.body), fullName: "Zoë Zimmermann" });
    const invited = await desk.verdict("bob", `POST E orgs/${acme}/admins`, { email: "zoë.z@EXAMPLE.com" });
    expect(invited).toBe("200");
    expect(desk.credentials(form.email)).toEqual({ email: form.email, password: "swordfish" });
    expect(desk.tokens).toHaveProperty([form.email]);
  });

  test.each<[string, unknown, string]>([
    ["an address that is taken", { ...form, email: " GRACE@example.com" }, "409 already_registered"],
    ["without details", { email: "z@z", password: "p", firstName: "Z", lastName: "Z" }, "200"],
    ["no address", { ...form, email: undefined }, "400 invalid_request"],
    ["what is no address", { ...form, email: "zoe" }, "400 invalid_request"],
    ["two addresses", { ...form, email: "a@b,c@d" }, "400 invalid_request"],
    ["an address with a blank", { ...form, email: "z z@z" }, "400 invalid_request"],
    ["an address with a control character", { ...form, email: "z\u0007@z" }, "400 invalid_request"],
    ["a very long address", { ...form, email: `${"z".repeat(300)}@z` }, "400 invalid_request"],
    ["no password", { ...form, password: "" }, "400 invalid_request"],
    ["no first name", { ...form, firstName: undefined }, "400 invalid_request"],
    ["an empty last name", { ...form, lastName: "" }, "400 invalid_request"],
    ["a number for a street", { ...form, street: 1 }, "400 invalid_request"],
    ["nothing", undefined, "400 invalid_request"],
  ])("%s", async (_name, body, verdict) => {
    const desk = await open(world);
    expect(await desk.verdict("bob", "POST E users", body)).toBe(verdict);
  });
});
