import { type Commit, type Fact, type Op, printFact, type RepositoryLevel } from "./facts.ts";
import { organizationId, teamId, userId } from "./handles.ts";
import { actor, type GrantLevel, grantLevels, type MemberLevel } from "./mapping.ts";

/** One change that a commit means on DNAnexus, in the words of a plan. */
export interface ExpectedChange {
  readonly address: string;
  readonly action: "create" | "update" | "delete";
  /** What differs, by name: before (null: not there) and after (null: gone). */
  readonly attributes: Readonly<Record<string, readonly [before: string | null, after: string | null]>>;
}

/**
 * Says what each commit changes on DNAnexus, from its ops alone: nothing here is shared with the mapping of whole
 * states, so that the two check each other.
 *
 * | op | change |
 * | --- | --- |
 * | somebody's role in an organization or team | the member is created, deleted or gets another level, by all that the facts still say of the person, in whatever spelling; none for the actor, who is ADMIN anyway |
 * | a team appears | its organization is created, with the actor; none where the team was there at some time before |
 * | a team goes | none beside those of its members and grants |
 * | a team's level on a repository | the grant is created, deleted or gets another level |
 * | a repository that no team ever named | beside the grant the project is created, with the actor's grant |
 */
export interface Ledger {
  /** Carries out a commit; returns what it changes, sorted by address. Throws where an op does not fit. */
  readonly commit: (commit: Commit) => readonly ExpectedChange[];
}

export function openLedger(start: Iterable<Fact>): Ledger {
  const facts = new Set<string>();
  /** Organization id and user id → the facts that make the person a member, and with which level. */
  const memberships = new Map<string, Map<string, MemberLevel>>();
  /** Grant address → level. One team has one level on a repository at the end of every commit. */
  const grants = new Map<string, Map<string, RepositoryLevel>>();
  const teams = new Set<string>();
  const projects = new Set<string>();

  const put = (fact: Fact): void => {
    const line = printFact(fact);
    if (facts.has(line)) throw new Error(`It is there: ${line}`);
    facts.add(line);
    if (fact.type === "team") teams.add(teamId(fact.organization, fact.team));
    if (fact.type === "team-grant") {
      projects.add(projectOf(fact));
      entry(grants, grantOf(fact)).set(line, fact.level);
    }
    const member = memberOf(fact);
    if (member !== null) entry(memberships, member.address).set(line, member.level);
  };

  const take = (fact: Fact): void => {
    const line = printFact(fact);
    if (!facts.delete(line)) throw new Error(`It is not there: ${line}`);
    if (fact.type === "team-grant") grants.get(grantOf(fact))?.delete(line);
    const member = memberOf(fact);
    if (member !== null) memberships.get(member.address)?.delete(line);
  };

  const memberLevel = (address: string): MemberLevel | null => {
    const levels = [...(memberships.get(address)?.values() ?? [])];
    return levels.includes("ADMIN") ? "ADMIN" : (levels[0] ?? null);
  };
  const grantLevel = (address: string): GrantLevel | null => {
    const [level, ...others] = grants.get(address)?.values() ?? [];
    if (others.length > 0) throw new Error(`Two levels: ${address}`);
    return level === undefined ? null : grantLevels[level];
  };

  for (const fact of start) put(fact);

  return {
    commit: ({ ops }) => {
      const members = new Map<string, MemberLevel | null>();
      const touched = new Map<string, GrantLevel | null>();
      const changes: ExpectedChange[] = [];
      for (const { fact } of ops) {
        const member = memberOf(fact);
        if (member !== null && member.person !== actor)
          members.set(member.address, memberLevel(member.address));
        if (fact.type === "team-grant") touched.set(grantOf(fact), grantLevel(grantOf(fact)));
      }
      for (const op of removalsFirst(ops)) {
        if (op.sign === "-") {
          take(op.fact);
          continue;
        }
        if (op.fact.type === "team") {
          const id = teamId(op.fact.organization, op.fact.team);
          if (!teams.has(id)) {
            const name = `${op.fact.organization}/${op.fact.team}`;
            changes.push({ address: id, action: "create", attributes: { name: [null, name] } });
            changes.push(created(`${id}/members/${actor}`, "ADMIN"));
          }
        }
        if (op.fact.type === "team-grant" && !projects.has(projectOf(op.fact))) {
          const name = op.fact.repository;
          changes.push({ address: projectOf(op.fact), action: "create", attributes: { name: [null, name] } });
          changes.push(created(`${projectOf(op.fact)}/grants/${actor}`, "ADMINISTER"));
        }
        put(op.fact);
      }
      for (const [address, before] of members)
        changes.push(...levelled(address, before, memberLevel(address)));
      for (const [address, before] of touched)
        changes.push(...levelled(address, before, grantLevel(address)));
      return changes.sort((a, b) => (a.address < b.address ? -1 : 1));
    },
  };
}

/** A level that is replaced is taken before it is given: the ops of a commit have no order of their own. */
function removalsFirst(ops: readonly Op[]): readonly Op[] {
  return [...ops.filter((op) => op.sign === "-"), ...ops.filter((op) => op.sign === "+")];
}

function memberOf(fact: Fact): { address: string; person: string; level: MemberLevel } | null {
  if (fact.type !== "role" && fact.type !== "team-role") return null;
  const home =
    fact.type === "role" ? organizationId(fact.organization) : teamId(fact.organization, fact.team);
  const person = userId(fact.person);
  const level = fact.role === "member" ? "MEMBER" : "ADMIN";
  return { address: `${home}/members/${person}`, person, level };
}

type TeamGrant = Extract<Fact, { type: "team-grant" }>;

function projectOf(fact: TeamGrant): string {
  return `${organizationId(fact.organization)}/projects/${fact.repository}`;
}

function grantOf(fact: TeamGrant): string {
  return `${projectOf(fact)}/grants/${teamId(fact.organization, fact.team)}`;
}

function created(address: string, level: string): ExpectedChange {
  return { address, action: "create", attributes: { level: [null, level] } };
}

function levelled(address: string, before: string | null, after: string | null): readonly ExpectedChange[] {
  if (before === after) return [];
  if (before === null && after !== null) return [created(address, after)];
  if (after === null) return [{ address, action: "delete", attributes: {} }];
  return [{ address, action: "update", attributes: { level: [before, after] } }];
}

function entry<T>(map: Map<string, Map<string, T>>, key: string): Map<string, T> {
  const found = map.get(key) ?? new Map<string, T>();
  map.set(key, found);
  return found;
}
