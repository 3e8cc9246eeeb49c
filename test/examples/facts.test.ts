import { describe, expect, it } from "vitest";
import {
  parseFact,
  parseFacts,
  parseHistory,
  parsePeribolos,
  printFact,
} from "../../examples/kubernetes/facts.ts";
import { named, readSource } from "../../examples/kubernetes/source.ts";

describe("facts", () => {
  it.each([
    [
      "kubernetes admin cblecker",
      { type: "role", organization: "kubernetes", role: "admin", person: "cblecker" },
    ],
    ["kubernetes member hh", { type: "role", organization: "kubernetes", role: "member", person: "hh" }],
    [
      "kubernetes team sig-release/pms",
      { type: "team", organization: "kubernetes", team: "sig-release/pms" },
    ],
    [
      "etcd-io team members maintainer ahrtr",
      { type: "team-role", organization: "etcd-io", team: "members", role: "maintainer", person: "ahrtr" },
    ],
    [
      "kubernetes team owners repo k8s.io=triage",
      {
        type: "team-grant",
        organization: "kubernetes",
        team: "owners",
        repository: "k8s.io",
        level: "triage",
      },
    ],
  ])("reads and prints %s", (line, fact) => {
    expect(parseFact(line)).toEqual(fact);
    expect(printFact(parseFact(line))).toBe(line);
  });

  it.each([
    "",
    "kubernetes",
    "kubernetes owner a",
    "kubernetes admin a b",
    "kubernetes team t owner a",
    "kubernetes team t repo r",
    "kubernetes team t repo r=own",
    "kubernetes team t repo =read",
    "kubernetes team t member a b",
  ])("refuses %j", (line) => {
    expect(() => parseFact(line)).toThrow(/Not a fact/);
  });

  it("reads history, and refuses what is none", () => {
    const line = JSON.stringify({ commit: "c", date: "d", ops: ["+ o member a", "- o admin a"] });
    expect(parseHistory(`${line}\n`)).toEqual([
      {
        commit: "c",
        date: "d",
        ops: [
          { sign: "+", fact: { type: "role", organization: "o", role: "member", person: "a" } },
          { sign: "-", fact: { type: "role", organization: "o", role: "admin", person: "a" } },
        ],
      },
    ]);
    expect(() => parseHistory('{"commit":"c","date":"d","ops":["~ o member a"]}')).toThrow(/Not an op/);
    expect(() => parseHistory('{"commit":"c"}')).toThrow(/Not a commit/);
  });

  it("reads nested teams of peribolos", () => {
    const text = `
      orgs:
        o:
          admins: [a]
          members: [b]
          teams:
            t:
              maintainers: [a]
              members: [b]
              repos: { r: write }
              teams: { u: { privacy: closed } }
        empty: { admins: [a], teams: {} }
    `;
    expect(parsePeribolos(text).map(printFact)).toEqual([
      "o admin a",
      "o member b",
      "o team t",
      "o team t maintainer a",
      "o team t member b",
      "o team t repo r=write",
      "o team t/u",
      "empty admin a",
    ]);
  });

  it("refuses two teams at one path", () => {
    expect(() => parsePeribolos("orgs: { o: { teams: { a/b: {}, a: { teams: { b: {} } } } } }")).toThrow(
      "Two teams of o are both at a/b",
    );
  });
});

describe("the source", () => {
  it("is what its README says", async () => {
    const { start, history, end } = await readSource();
    const count = (type: string) => end.filter((fact) => fact.type === type).length;
    expect(start).toHaveLength(6918);
    expect(history).toHaveLength(395);
    expect(new Set(end.map((fact) => fact.organization)).size).toBe(8);
    expect(named(end).people.size).toBe(1509);
    expect([count("team"), count("team-role"), count("team-grant")]).toEqual([766, 3615, 631]);
  });

  it("prints back byte for byte, and the history fits", async () => {
    const { start, history } = await readSource();
    expect(parseFacts(start.map(printFact).join("\n"))).toEqual(start);
    const facts = new Set(start.map(printFact));
    for (const { ops } of history) {
      for (const { sign, fact } of ops) {
        expect(facts.has(printFact(fact))).toBe(sign === "-");
        if (sign === "+") facts.add(printFact(fact));
        else facts.delete(printFact(fact));
      }
    }
  });
});
