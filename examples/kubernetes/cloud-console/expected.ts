import { addressOf } from "../../../src/model/address.ts";
import type { Book } from "../book.ts";
import type { Expectation } from "../ledger.ts";
import { mailOf } from "../mails.ts";
import { actor, everyone, region } from "./mapping.ts";
import { projectName } from "./names.ts";

/**
 * What facts bear on, on the Cloud Console:
 *
 * | fact | what stands there |
 * | --- | --- |
 * | somebody's role in an organization | the administrator, or the member of `everyone`, and the person's places in all groups, which administrators do not have; nothing of the actor, who owns it |
 * | a team | its group |
 * | somebody's role in a team | the member of its group, unless an administrator |
 * | a team's level on a repository | the group's project, whatever the level; from the first time on that any team names the repository also the project itself |
 */
export const expectation: Expectation = function* (fact, book) {
  const { organization } = fact;
  switch (fact.type) {
    case "role": {
      const { person } = fact;
      if (mailOf(person) === actor) return;
      const role = () => book.role(organization, person);
      yield [addressOf(organization, "administrators", mailOf(person)), () => here(role() === "admin")];
      yield [seat(organization, everyone, person), () => here(role() === "member")];
      for (const { team } of book.seatsOf(organization, person)) {
        yield placeIn(organization, team, person, book);
      }
      return;
    }
    case "team": {
      const { team } = fact;
      const group = addressOf(organization, "groups", team);
      yield [group, () => (book.hasTeam(organization, team) ? { name: team } : null)];
      return;
    }
    case "team-role":
      yield placeIn(organization, fact.team, fact.person, book);
      return;
    case "team-grant": {
      const { team, repository } = fact;
      const project = { name: projectName(repository), region: region.slug };
      yield [
        addressOf(organization, "projects", repository),
        () => (book.hadRepository(organization, repository) ? project : null),
      ];
      yield [
        addressOf(addressOf(organization, "groups", team), "projects", repository),
        () => here(book.level(organization, team, repository) !== null),
      ];
    }
  }
};

function placeIn(organization: string, team: string, person: string, book: Book) {
  const isManager = () => mailOf(person) === actor || book.role(organization, person) === "admin";
  const look = () => here(!isManager() && book.seat(organization, team, person) !== null);
  return [seat(organization, team, person), look] as const;
}

function seat(organization: string, group: string, person: string): string {
  return addressOf(addressOf(organization, "groups", group), "members", mailOf(person));
}

/** Places have no attributes: they are there or not. */
function here(there: boolean): Readonly<Record<string, string>> | null {
  return there ? {} : null;
}
