import { describe, expect, it } from "vitest";
import { memberAttributes } from "../../../src/platforms/dnanexus/resources.ts";
import { callsFor, draftsFor } from "./changes.ts";
import { memberOf, org } from "./support.ts";

const alice = `${org}/members/user-alice`;
const bob = `${org}/members/user-bob`;

describe("members", () => {
  const plain = memberAttributes("MEMBER", {});
  const cases: readonly [
    string,
    Parameters<typeof callsFor>[0],
    Record<string, Record<string, never> | object | null>,
    unknown,
  ][] = [
    [
      "a new MEMBER is invited with the full set",
      [],
      { [alice]: { level: "MEMBER", projectAccess: "VIEW" } },
      [
        [
          "org.invite",
          {
            invitee: "user-alice",
            level: "MEMBER",
            allowBillableActivities: false,
            appAccess: true,
            projectAccess: "VIEW",
            suppressEmailNotification: true,
          },
        ],
      ],
    ],
    [
      "a newer flag is sent where it is configured true",
      [],
      { [alice]: { level: "MEMBER", dataSearch: true, treManagement: false } },
      [
        [
          "org.invite",
          {
            invitee: "user-alice",
            level: "MEMBER",
            allowBillableActivities: false,
            appAccess: true,
            projectAccess: "CONTRIBUTE",
            dataSearch: true,
            suppressEmailNotification: true,
          },
        ],
      ],
    ],
    [
      "a new ADMIN is invited without flags",
      [],
      { [alice]: { level: "ADMIN" } },
      [["org.invite", { invitee: "user-alice", level: "ADMIN", suppressEmailNotification: true }]],
    ],
    [
      "a flag that changes goes with all that are live",
      [
        memberOf("user-alice", {
          ...plain,
          allowBillableActivities: true,
          projectAccess: "VIEW",
          dataSearch: true,
        }),
      ],
      { [alice]: { level: "MEMBER", appAccess: false } },
      [
        [
          "org.setMemberAccess",
          {
            "user-alice": {
              level: "MEMBER",
              allowBillableActivities: true,
              appAccess: false,
              projectAccess: "VIEW",
              dataSearch: true,
            },
          },
        ],
      ],
    ],
    [
      "a newer flag that is taken away is said to be false",
      [memberOf("user-alice", { ...plain, dataSearch: true })],
      { [alice]: { level: "MEMBER", dataSearch: false } },
      [
        [
          "org.setMemberAccess",
          {
            "user-alice": {
              level: "MEMBER",
              allowBillableActivities: false,
              appAccess: true,
              projectAccess: "CONTRIBUTE",
              dataSearch: false,
            },
          },
        ],
      ],
    ],
    [
      "null is the default",
      [memberOf("user-alice", { ...plain, appAccess: false, projectAccess: "VIEW" })],
      { [alice]: { level: "MEMBER", appAccess: null, projectAccess: null } },
      [
        [
          "org.setMemberAccess",
          {
            "user-alice": {
              level: "MEMBER",
              allowBillableActivities: false,
              appAccess: true,
              projectAccess: "CONTRIBUTE",
            },
          },
        ],
      ],
    ],
    [
      "an ADMIN takes the level alone, whatever was live",
      [memberOf("user-alice", { ...plain, dataSearch: true })],
      { [alice]: { level: "ADMIN" } },
      [["org.setMemberAccess", { "user-alice": { level: "ADMIN" } }]],
    ],
    [
      "a former ADMIN starts from the defaults, and what its level gave is taken back by name",
      [
        {
          ...memberOf("user-alice", { level: "ADMIN" }),
          facts: { dataSearch: true, dataDeletion: true, treManagement: false },
        },
      ],
      { [alice]: { level: "MEMBER", allowBillableActivities: true, dataSearch: true } },
      [
        [
          "org.setMemberAccess",
          {
            "user-alice": {
              level: "MEMBER",
              allowBillableActivities: true,
              appAccess: true,
              projectAccess: "CONTRIBUTE",
              dataDeletion: false,
              dataSearch: true,
            },
          },
        ],
      ],
    ],
    [
      "somebody who is there by now is never invited",
      [memberOf("user-alice", { level: "ADMIN" })],
      { [alice]: { level: "MEMBER" } },
      [
        [
          "org.setMemberAccess",
          {
            "user-alice": {
              level: "MEMBER",
              allowBillableActivities: false,
              appAccess: true,
              projectAccess: "CONTRIBUTE",
            },
          },
        ],
      ],
    ],
    ["who is gone already is not removed", [], { [alice]: null }, []],
  ];
  it.each(cases)("%s", (_, live, written, calls) => {
    expect(callsFor(live, "member", written as Parameters<typeof callsFor>[2])).toEqual(calls);
  });

  it("share one write where they change, and go one by one where they come or go", () => {
    const live = [memberOf("user-alice", plain), memberOf("user-bob", plain)];
    const { calls } = draftsFor(live, "member", { [alice]: { level: "ADMIN" }, [bob]: { level: "ADMIN" } });
    expect(calls.map((call) => [call.operation, call.changes])).toEqual([
      ["org.setMemberAccess", [alice, bob]],
    ]);
    const gone = draftsFor(live, "member", { [alice]: null, [bob]: null });
    expect(gone.calls.map((call) => [call.operation, call.changes])).toEqual([
      ["org.removeMember", [alice]],
      ["org.removeMember", [bob]],
    ]);
  });
});
