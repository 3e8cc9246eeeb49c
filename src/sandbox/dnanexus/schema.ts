import { powers } from "./membership.ts";

/**
 * The tables. Levels are ranks (levels.ts), times are milliseconds, what SQL never looks into is JSON. Principals
 * of permissions and app lists are users, orgs or PUBLIC, so they have no foreign key; the routes check them.
 */
export const schema = `
CREATE TABLE users (
  id TEXT PRIMARY KEY,
  handle TEXT NOT NULL,
  first TEXT NOT NULL,
  middle TEXT NOT NULL,
  last TEXT NOT NULL,
  email TEXT NOT NULL COLLATE NOCASE UNIQUE,
  billTo TEXT NOT NULL,
  policies TEXT NOT NULL,
  sshPublicKey TEXT,
  defaultRegion TEXT NOT NULL,
  token TEXT NOT NULL UNIQUE,
  tokenGiven INTEGER NOT NULL,
  created INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE orgs (
  id TEXT PRIMARY KEY,
  handle TEXT NOT NULL,
  name TEXT NOT NULL,
  billable INTEGER NOT NULL,
  phi INTEGER NOT NULL,
  userCreation INTEGER NOT NULL,
  policies TEXT NOT NULL,
  samlIdP TEXT,
  jobLogsForwarding TEXT NOT NULL,
  defaultRegion TEXT NOT NULL,
  permittedRegions TEXT NOT NULL,
  created INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE members (
  org TEXT NOT NULL REFERENCES orgs (id),
  user TEXT NOT NULL REFERENCES users (id),
  level TEXT NOT NULL,
  projectAccess INTEGER NOT NULL,
  ${powers.map((power) => `${power} INTEGER NOT NULL`).join(",\n  ")},
  PRIMARY KEY (org, user)
) STRICT, WITHOUT ROWID;
CREATE INDEX membersByUser ON members (user, org);

CREATE TABLE projects (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  billTo TEXT NOT NULL,
  region TEXT NOT NULL,
  summary TEXT NOT NULL,
  description TEXT NOT NULL,
  tags TEXT NOT NULL,
  properties TEXT NOT NULL,
  settings TEXT NOT NULL,
  pendingTransfer TEXT,
  version INTEGER NOT NULL,
  createdBy TEXT NOT NULL REFERENCES users (id),
  created INTEGER NOT NULL,
  modified INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX projectsByPayer ON projects (billTo, id);
CREATE INDEX projectsByTransfer ON projects (pendingTransfer) WHERE pendingTransfer IS NOT NULL;

CREATE TABLE permissions (
  project TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
  principal TEXT NOT NULL,
  level INTEGER NOT NULL,
  PRIMARY KEY (project, principal)
) STRICT, WITHOUT ROWID;
CREATE INDEX permissionsByPrincipal ON permissions (principal, project);

-- Apps and global workflows: one row a version; position tells which version is the newest.
CREATE TABLE executables (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  class TEXT NOT NULL,
  name TEXT NOT NULL,
  version TEXT NOT NULL,
  title TEXT NOT NULL,
  billTo TEXT NOT NULL,
  published INTEGER NOT NULL,
  categories TEXT NOT NULL,
  createdBy TEXT NOT NULL REFERENCES users (id),
  created INTEGER NOT NULL,
  modified INTEGER NOT NULL,
  UNIQUE (class, name, version)
) STRICT;
CREATE INDEX executablesByPayer ON executables (billTo);

-- Who may use and who may change them: by name, for all versions (dnanexus.md §3.7).
CREATE TABLE executableAccess (
  class TEXT NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  principal TEXT NOT NULL,
  PRIMARY KEY (class, name, role, principal)
) STRICT, WITHOUT ROWID;
CREATE INDEX executableAccessByPrincipal ON executableAccess (principal);

CREATE TABLE nonces (
  user TEXT NOT NULL,
  route TEXT NOT NULL,
  nonce TEXT NOT NULL,
  body TEXT NOT NULL,
  answer TEXT NOT NULL,
  used INTEGER NOT NULL,
  PRIMARY KEY (user, route, nonce)
) STRICT, WITHOUT ROWID;
`;
