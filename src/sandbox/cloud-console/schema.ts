/**
 * The tables. `position` keeps the order in which things came; `folded` is an e-mail as it is compared
 * (cloud-console.md §6.15). Members are no table: whoever sits in a group is one (§1 Hierarchy).
 */
export const schema = `
CREATE TABLE settings (
  tokenSeconds INTEGER NOT NULL,
  secret TEXT NOT NULL
) STRICT;

CREATE TABLE users (
  position INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  email TEXT NOT NULL,
  folded TEXT NOT NULL UNIQUE,
  fullName TEXT NOT NULL,
  password TEXT NOT NULL,
  authenticator INTEGER NOT NULL
) STRICT;

CREATE TABLE regions (
  position INTEGER PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE organizations (
  position INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  owner TEXT NOT NULL REFERENCES users (id)
) STRICT;
CREATE INDEX organizationsByOwner ON organizations (owner);

CREATE TABLE administrators (
  organization TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  user TEXT NOT NULL REFERENCES users (id),
  PRIMARY KEY (organization, user)
) STRICT, WITHOUT ROWID;
CREATE INDEX administratorsByUser ON administrators (user, organization);

-- E-mails stay as they were written into the list (§6.15).
CREATE TABLE billing (
  organization TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  user TEXT NOT NULL REFERENCES users (id),
  email TEXT NOT NULL,
  PRIMARY KEY (organization, user)
) STRICT, WITHOUT ROWID;
CREATE INDEX billingByUser ON billing (user, organization);

CREATE TABLE projects (
  position INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  organization TEXT NOT NULL REFERENCES organizations (id),
  region TEXT NOT NULL REFERENCES regions (slug),
  name TEXT NOT NULL,
  budget REAL NOT NULL,
  currency TEXT NOT NULL,
  UNIQUE (organization, region, name)
) STRICT;

CREATE TABLE subscribers (
  project TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
  user TEXT NOT NULL REFERENCES users (id),
  email TEXT NOT NULL,
  PRIMARY KEY (project, user)
) STRICT, WITHOUT ROWID;

CREATE TABLE groups (
  position INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  organization TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  UNIQUE (organization, name)
) STRICT;

CREATE TABLE groupProjects (
  groupId TEXT NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
  project TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
  PRIMARY KEY (groupId, project)
) STRICT, WITHOUT ROWID;
CREATE INDEX groupProjectsByProject ON groupProjects (project, groupId);

CREATE TABLE groupMembers (
  groupId TEXT NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
  user TEXT NOT NULL REFERENCES users (id),
  PRIMARY KEY (groupId, user)
) STRICT, WITHOUT ROWID;
CREATE INDEX groupMembersByUser ON groupMembers (user, groupId);

-- To administer, to join a group, to own: whatever waits for a person (§3.5 V1).
CREATE TABLE invitations (
  position INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  organization TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  groupId TEXT REFERENCES groups (id) ON DELETE CASCADE,
  user TEXT NOT NULL REFERENCES users (id),
  email TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX invitationsOnce ON invitations (organization, kind, ifnull(groupId, ''), user);
CREATE UNIQUE INDEX oneTransfer ON invitations (organization) WHERE kind = 'ownership';
CREATE INDEX invitationsByUser ON invitations (user);
CREATE INDEX invitationsByGroup ON invitations (groupId);
`;
