import { type Fact, printFact, type RepositoryLevel } from "./facts.ts";

/** The facts of one moment, found by what they are about. People's logins may be in any case. */
export interface Book {
  /** Adds a fact; throws where it is there. */
  readonly put: (fact: Fact) => void;
  /** Takes a fact out; throws where it is not there. */
  readonly take: (fact: Fact) => void;
  /** "admin" where any fact says so, null where no fact names the person. */
  readonly role: (organization: string, person: string) => "admin" | "member" | null;
  /** "maintainer" where any fact says so, null where no fact names the person. */
  readonly seat: (organization: string, team: string, person: string) => "maintainer" | "member" | null;
  /** The facts that seat a person in teams of an organization. */
  readonly seatsOf: (organization: string, person: string) => readonly Seat[];
  /** The facts that seat people in a team. */
  readonly seatsIn: (organization: string, team: string) => readonly Seat[];
  /** The level of a team on a repository; throws where there are two. */
  readonly level: (organization: string, team: string, repository: string) => RepositoryLevel | null;
  /** All levels of a team, on whatever repositories. */
  readonly levels: (organization: string, team: string) => readonly RepositoryLevel[];
  readonly hasTeam: (organization: string, team: string) => boolean;
  /** Whether there has ever been such a team. */
  readonly hadTeam: (organization: string, team: string) => boolean;
  /** Whether any team has ever been granted such a repository. */
  readonly hadRepository: (organization: string, repository: string) => boolean;
}

type Seat = Extract<Fact, { type: "team-role" }>;

export function openBook(): Book {
  /** Place → line → fact. */
  const places = new Map<string, Map<string, Fact>>();
  const ever = new Set<string>();
  const lines = new Set<string>();
  const at = <T extends Fact["type"]>(type: T, ...place: readonly string[]) =>
    [...(places.get(key(type, place))?.values() ?? [])].filter((fact) => isOf(fact, type));

  return {
    put: (fact) => {
      const line = printFact(fact);
      if (lines.has(line)) throw new Error(`It is there: ${line}`);
      lines.add(line);
      for (const place of placesOf(fact)) {
        ever.add(place);
        places.set(place, (places.get(place) ?? new Map()).set(line, fact));
      }
    },
    take: (fact) => {
      const line = printFact(fact);
      if (!lines.delete(line)) throw new Error(`It is not there: ${line}`);
      for (const place of placesOf(fact)) places.get(place)?.delete(line);
    },
    role: (organization, person) => {
      const roles = at("role", organization, person).map(({ role }) => role);
      return roles.includes("admin") ? "admin" : (roles[0] ?? null);
    },
    seat: (organization, team, person) => {
      const roles = at("team-role", organization, team, person).map(({ role }) => role);
      return roles.includes("maintainer") ? "maintainer" : (roles[0] ?? null);
    },
    seatsOf: (organization, person) => at("team-role", organization, "", person),
    seatsIn: (organization, team) => at("team-role", organization, team, ""),
    level: (organization, team, repository) => {
      const [fact, ...others] = at("team-grant", organization, team, repository);
      if (others.length > 0) throw new Error(`Two levels of ${organization}/${team} on ${repository}`);
      return fact?.level ?? null;
    },
    levels: (organization, team) => at("team-grant", organization, team, "").map(({ level }) => level),
    hasTeam: (organization, team) => at("team", organization, team).length > 0,
    hadTeam: (organization, team) => ever.has(key("team", [organization, team])),
    hadRepository: (organization, repository) => ever.has(key("team-grant", [organization, "", repository])),
  };
}

/** Under which places a fact is found; an empty part stands for any. */
function placesOf(fact: Fact): readonly string[] {
  const { type, organization } = fact;
  switch (type) {
    case "role":
      return [key(type, [organization, fact.person])];
    case "team":
      return [key(type, [organization, fact.team])];
    case "team-role": {
      const { team, person } = fact;
      return [
        key(type, [organization, team, person]),
        key(type, [organization, team, ""]),
        key(type, [organization, "", person]),
      ];
    }
    case "team-grant": {
      const { team, repository } = fact;
      return [
        key(type, [organization, team, repository]),
        key(type, [organization, team, ""]),
        key(type, [organization, "", repository]),
      ];
    }
  }
}

/** Names hold no blanks. */
function key(type: Fact["type"], parts: readonly string[]): string {
  return [type, ...parts].join(" ").toLowerCase();
}

function isOf<T extends Fact["type"]>(fact: Fact, type: T): fact is Extract<Fact, { type: T }> {
  return fact.type === type;
}
