/**
 * The tables. Times are milliseconds, lists that SQL never looks into are JSON. What goes with a member, a team or
 * an organization (marketplace.md §5) goes by foreign keys. `seats` are the members of teams.
 */
export const schema = `
CREATE TABLE settings (
  tokenSeconds INTEGER NOT NULL
) STRICT;

CREATE TABLE clients (
  position INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  secret TEXT NOT NULL
) STRICT;

CREATE TABLE users (
  position INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  email TEXT NOT NULL,
  folded TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  scopes TEXT NOT NULL
) STRICT;

-- Without a user: a token of the client itself. Standing ones are those that people get without signing in.
CREATE TABLE accessTokens (
  token TEXT PRIMARY KEY,
  client TEXT NOT NULL REFERENCES clients (id),
  user TEXT REFERENCES users (id),
  scopes TEXT NOT NULL,
  standing INTEGER NOT NULL,
  expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX accessTokensByEnd ON accessTokens (expires);
CREATE UNIQUE INDEX standingTokens ON accessTokens (user) WHERE standing = 1;

-- Only those that are still good: a spent one is deleted.
CREATE TABLE refreshTokens (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  token TEXT NOT NULL UNIQUE,
  client TEXT NOT NULL REFERENCES clients (id),
  user TEXT NOT NULL REFERENCES users (id),
  scopes TEXT NOT NULL,
  given INTEGER NOT NULL,
  expires INTEGER NOT NULL
) STRICT;
CREATE INDEX refreshTokensByUser ON refreshTokens (user);

CREATE TABLE codes (
  position INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  client TEXT NOT NULL REFERENCES clients (id),
  user TEXT NOT NULL REFERENCES users (id),
  redirectUri TEXT,
  challenge TEXT,
  scopes TEXT NOT NULL
) STRICT;

CREATE TABLE organizations (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  created INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE members (
  organization TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  user TEXT NOT NULL REFERENCES users (id),
  role TEXT NOT NULL,
  PRIMARY KEY (organization, user)
) STRICT, WITHOUT ROWID;
CREATE INDEX membersByUser ON members (user, organization);

CREATE TABLE teams (
  id TEXT PRIMARY KEY,
  organization TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  UNIQUE (organization, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX teamsByOrganization ON teams (organization, id);

CREATE TABLE seats (
  team TEXT NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
  organization TEXT NOT NULL,
  user TEXT NOT NULL,
  role TEXT NOT NULL,
  PRIMARY KEY (team, user),
  FOREIGN KEY (organization, user) REFERENCES members (organization, user) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX seatsByMember ON seats (user, organization);

CREATE TABLE applications (
  position INTEGER PRIMARY KEY,
  clientId TEXT NOT NULL UNIQUE,
  owner TEXT NOT NULL REFERENCES users (id),
  name TEXT NOT NULL,
  environment TEXT NOT NULL
) STRICT;
CREATE INDEX applicationsByOwner ON applications (owner);

-- Without a team: shared with the organization itself.
CREATE TABLE shares (
  application TEXT NOT NULL REFERENCES applications (clientId),
  organization TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  team TEXT REFERENCES teams (id) ON DELETE CASCADE
) STRICT;
CREATE UNIQUE INDEX sharesByApplication ON shares (application, organization, coalesce(team, ''));
CREATE INDEX sharesByOrganization ON shares (organization, team);
CREATE INDEX sharesByTeam ON shares (team);
`;
