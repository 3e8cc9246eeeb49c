/**
 * The tables. Roles are their ids (roles.ts), times are milliseconds, lists that SQL never looks into are JSON.
 * Whatever a clock or a request made (sessions, challenges, attempts, nonces) stays out of dumps.
 */
export const schema = `
CREATE TABLE settings (requireNonce INTEGER NOT NULL, checkNonce INTEGER NOT NULL) STRICT;

-- No password is the default one; so a dump holds those only that a seed gave.
CREATE TABLE users (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  email TEXT NOT NULL COLLATE NOCASE UNIQUE,
  name TEXT NOT NULL,
  username TEXT COLLATE NOCASE UNIQUE,
  password TEXT,
  mfaType TEXT,
  mfaCode TEXT,
  locked INTEGER NOT NULL
) STRICT;

-- material is the key without its comment: what identifies it.
CREATE TABLE keys (
  user TEXT NOT NULL REFERENCES users (id),
  name TEXT NOT NULL,
  key TEXT NOT NULL,
  material TEXT NOT NULL UNIQUE,
  PRIMARY KEY (user, name)
) STRICT, WITHOUT ROWID;

-- handed: the one that the sandbox itself gives out, without a sign-in.
CREATE TABLE sessions (
  token TEXT PRIMARY KEY,
  user TEXT NOT NULL REFERENCES users (id),
  handed INTEGER NOT NULL,
  ends INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessionsByUser ON sessions (user, handed);

CREATE TABLE challenges (
  id TEXT PRIMARY KEY,
  user TEXT NOT NULL REFERENCES users (id),
  ends INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE attempts (user TEXT NOT NULL REFERENCES users (id), at INTEGER NOT NULL) STRICT;
CREATE INDEX attemptsByUser ON attempts (user, at);

CREATE TABLE nonces (nonce TEXT PRIMARY KEY, seen INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX noncesByTime ON nonces (seen);

CREATE TABLE orgs (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  mfaRequired INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE members (
  org TEXT NOT NULL REFERENCES orgs (id),
  user TEXT NOT NULL REFERENCES users (id),
  role INTEGER NOT NULL,
  PRIMARY KEY (org, user)
) STRICT, WITHOUT ROWID;
CREATE INDEX membersByUser ON members (user, org);

-- Pending until somebody accepted; revoking deletes. The sender may have left, and '' is the platform itself.
CREATE TABLE invites (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  org TEXT NOT NULL REFERENCES orgs (id),
  email TEXT NOT NULL COLLATE NOCASE,
  role INTEGER NOT NULL,
  sender TEXT NOT NULL,
  code TEXT NOT NULL UNIQUE,
  codeGiven INTEGER NOT NULL,
  acceptedBy TEXT REFERENCES users (id)
) STRICT;
CREATE INDEX invitesByOrg ON invites (org, email);

CREATE TABLE aclGroups (
  org TEXT NOT NULL REFERENCES orgs (id),
  name TEXT NOT NULL,
  acls TEXT NOT NULL,
  protected INTEGER NOT NULL,
  PRIMARY KEY (org, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE groupMembers (
  org TEXT NOT NULL,
  name TEXT NOT NULL,
  user TEXT NOT NULL,
  PRIMARY KEY (org, name, user),
  FOREIGN KEY (org, name) REFERENCES aclGroups (org, name) ON DELETE CASCADE,
  FOREIGN KEY (org, user) REFERENCES members (org, user) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX groupMembersByUser ON groupMembers (org, user);

CREATE TABLE pods (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  down INTEGER NOT NULL
) STRICT;

CREATE TABLE environments (
  id TEXT PRIMARY KEY,
  org TEXT NOT NULL REFERENCES orgs (id),
  name TEXT NOT NULL,
  namespace TEXT NOT NULL,
  pod TEXT NOT NULL REFERENCES pods (name)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX environmentsByOrg ON environments (org, id);
CREATE INDEX environmentsByPod ON environments (pod, org);

-- With their organization, so that a removed member takes them along (datica.md §5.7).
CREATE TABLE grants (
  environment TEXT NOT NULL,
  org TEXT NOT NULL,
  user TEXT NOT NULL,
  PRIMARY KEY (environment, user),
  FOREIGN KEY (org, environment) REFERENCES environments (org, id),
  FOREIGN KEY (org, user) REFERENCES members (org, user) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX grantsByMember ON grants (org, user);
`;
