import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loginOf, mailOf, writtenMail } from "../../examples/kubernetes/mails.ts";
import { everNamed, readSource } from "../../examples/kubernetes/source.ts";
import { platforms } from "../../src/platforms/registry.ts";

describe("mails", () => {
  it("are in lower case, or as the login is spelled", () => {
    expect(mailOf("BenTheElder")).toBe("bentheelder@kubernetes.example");
    expect(writtenMail("BenTheElder")).toBe("BenTheElder@kubernetes.example");
    expect(loginOf("BenTheElder@kubernetes.example")).toBe("bentheelder");
  });

  it.each(["", "a_b", "a-", "-a", "a.b", "a b", "é", "a@b", "İ"])("are not made of %j", (login) => {
    expect(() => mailOf(login)).toThrow("not a login");
  });

  it.each(["ada@example.com", "ada", "@kubernetes.example"])("of others are nobody's: %s", (mail) => {
    expect(() => loginOf(mail)).toThrow();
  });

  const login = fc.stringMatching(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,8}[A-Za-z0-9])?$/);

  it("are the same only for logins that differ in case alone", () => {
    fc.assert(
      fc.property(login, login, (a, b) => {
        expect(mailOf(a) === mailOf(b)).toBe(a.toLowerCase() === b.toLowerCase());
        expect(loginOf(mailOf(a))).toBe(a.toLowerCase());
      }),
    );
  });

  it("tell everyone apart who is ever named, on both platforms that know people by mail", async () => {
    const { people } = everNamed(await readSource());
    const mails = new Map([...people.values()].map((spelled) => [mailOf(spelled), spelled]));
    expect(mails.size).toBe(people.size);
    for (const [mail, spelled] of mails) expect(people.get(loginOf(mail))).toBe(spelled);
    for (const [platform, kind] of [
      ["cloud-console", "group-member"],
      ["marketplace", "member"],
    ] as const) {
      const kinds = platforms.find(({ name }) => name === platform)?.kinds ?? [];
      const key = kinds.find(({ name }) => name === kind)?.key;
      for (const [mail, spelled] of mails) {
        expect(mail).toMatch(new RegExp(key?.pattern ?? "(?!)"));
        expect(key?.fold?.(writtenMail(spelled))).toBe(mail);
      }
    }
  });
});
