import { addressOf } from "../../../src/model/address.ts";
import type { Expectation } from "../ledger.ts";
import { organizationId, teamId, userId } from "./handles.ts";
import { actor, grantLevels } from "./mapping.ts";

/**
 * What facts bear on, on DNAnexus:
 *
 * | fact | what stands there |
 * | --- | --- |
 * | somebody's role in an organization or team | the member, at the level of all that the facts say of the person, in whatever spelling; nothing of the actor, who is ADMIN anyway |
 * | a team | its organization with the actor, from the first time on that there is such a team |
 * | a team's level on a repository | the grant; from the first time on that any team names the repository also the project with the actor's grant |
 */
export const expectation: Expectation = function* (fact, book) {
  const { organization } = fact;
  const home = organizationId(organization);
  switch (fact.type) {
    case "role": {
      if (userId(fact.person) === actor) return;
      yield [member(home, userId(fact.person)), () => levelOf(book.role(organization, fact.person))];
      return;
    }
    case "team-role": {
      if (userId(fact.person) === actor) return;
      const address = member(teamId(organization, fact.team), userId(fact.person));
      yield [address, () => levelOf(book.seat(organization, fact.team, fact.person))];
      return;
    }
    case "team": {
      const id = teamId(organization, fact.team);
      const since = <T>(standing: T) => (book.hadTeam(organization, fact.team) ? standing : null);
      yield [id, () => since({ name: `${organization}/${fact.team}` })];
      yield [member(id, actor), () => since({ level: "ADMIN" })];
      return;
    }
    case "team-grant": {
      const { team, repository } = fact;
      const project = addressOf(home, "projects", repository);
      const since = <T>(standing: T) => (book.hadRepository(organization, repository) ? standing : null);
      yield [project, () => since({ name: repository })];
      yield [addressOf(project, "grants", actor), () => since({ level: "ADMINISTER" })];
      yield [
        addressOf(project, "grants", teamId(organization, team)),
        () => {
          const level = book.level(organization, team, repository);
          return level === null ? null : { level: grantLevels[level] };
        },
      ];
    }
  }
};

function member(home: string, person: string): string {
  return addressOf(home, "members", person);
}

function levelOf(role: "admin" | "maintainer" | "member" | null) {
  return role === null ? null : { level: role === "member" ? "MEMBER" : "ADMIN" };
}
