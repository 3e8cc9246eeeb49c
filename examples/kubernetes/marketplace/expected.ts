import { addressOf } from "../../../src/model/address.ts";
import type { Book } from "../book.ts";
import type { RepositoryLevel } from "../facts.ts";
import type { Expectation } from "../ledger.ts";
import { mailOf } from "../mails.ts";
import { clientId } from "./applications.ts";
import { actor, levelRoles } from "./mapping.ts";

/**
 * What facts bear on, on the marketplace:
 *
 * | fact | what stands there |
 * | --- | --- |
 * | somebody's role in an organization | the member, and the person's seats in all teams, which only members have; not the membership of the actor, who is a maintainer anyway |
 * | a team | the team |
 * | somebody's role in a team | the seat, by the team's levels where the person is no maintainer |
 * | a team's level on a repository | the share, whatever the level, and the roles of all in the team |
 */
export const expectation: Expectation = function* (fact, book) {
  const { organization } = fact;
  switch (fact.type) {
    case "role": {
      const { person } = fact;
      if (mailOf(person) === actor) return;
      yield [
        addressOf(organization, "members", mailOf(person)),
        () => {
          const role = book.role(organization, person);
          return role === null ? null : { role: role === "admin" ? "maintainer" : "viewer" };
        },
      ];
      for (const { team } of book.seatsOf(organization, person)) yield seat(organization, team, person, book);
      return;
    }
    case "team": {
      const { team } = fact;
      yield [
        addressOf(organization, "teams", team),
        () => (book.hasTeam(organization, team) ? { name: team } : null),
      ];
      return;
    }
    case "team-role":
      yield seat(organization, fact.team, fact.person, book);
      return;
    case "team-grant": {
      const { team, repository } = fact;
      yield [
        addressOf(addressOf(organization, "teams", team), "applications", clientId(organization, repository)),
        () => (book.level(organization, team, repository) === null ? null : {}),
      ];
      for (const { person } of book.seatsIn(organization, team)) yield seat(organization, team, person, book);
    }
  }
};

function seat(organization: string, team: string, person: string, book: Book) {
  const look = () => {
    const role = book.seat(organization, team, person);
    const isMember = mailOf(person) === actor || book.role(organization, person) !== null;
    if (role === null || !isMember) return null;
    return { role: role === "maintainer" ? "maintainer" : lowest(book.levels(organization, team)) };
  };
  return [addressOf(addressOf(organization, "teams", team), "members", mailOf(person)), look] as const;
}

const ladder = ["viewer", "reviewer", "editor", "maintainer"];

/** A team without a repository has nothing to edit. */
function lowest(levels: readonly RepositoryLevel[]): string {
  const steps = levels.map((level) => ladder.indexOf(levelRoles[level]));
  return ladder[steps.length === 0 ? 0 : Math.min(...steps)] ?? "";
}
