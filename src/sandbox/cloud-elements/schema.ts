/**
 * The tables. What SQL never looks into is JSON; dates are YYYY-MM-DD as the platform shows them, times are
 * milliseconds. Ids of accounts, users and identity providers are never given out twice.
 */
export const schema = `
CREATE TABLE settings (modernPasswords INTEGER NOT NULL) STRICT;

CREATE TABLE organizations (
  position INTEGER PRIMARY KEY,
  id INTEGER NOT NULL UNIQUE,
  name TEXT NOT NULL,
  secret TEXT NOT NULL UNIQUE,
  secretGiven INTEGER NOT NULL,
  twoFactorAuthEnabled INTEGER NOT NULL,
  twoFactorAuthMethod TEXT,
  passwordPolicy TEXT,
  branding TEXT,
  createdDate TEXT NOT NULL
) STRICT;

CREATE TABLE roles (
  id INTEGER PRIMARY KEY,
  organization INTEGER NOT NULL REFERENCES organizations (id),
  key TEXT NOT NULL,
  privileges TEXT NOT NULL,
  UNIQUE (organization, key)
) STRICT;

CREATE TABLE accounts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organization INTEGER NOT NULL REFERENCES organizations (id),
  externalId TEXT NOT NULL,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  isDefault INTEGER NOT NULL,
  active INTEGER NOT NULL,
  settings TEXT NOT NULL,
  createdDate TEXT NOT NULL,
  updatedDate TEXT
) STRICT;
CREATE INDEX accountsByOrganization ON accounts (organization, active, id);
CREATE UNIQUE INDEX accountsByExternalId ON accounts (organization, externalId) WHERE active = 1;

CREATE TABLE accountRoles (
  account INTEGER NOT NULL REFERENCES accounts (id),
  role TEXT NOT NULL,
  PRIMARY KEY (account, role)
) STRICT, WITHOUT ROWID;

CREATE TABLE users (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organization INTEGER NOT NULL REFERENCES organizations (id),
  account INTEGER NOT NULL REFERENCES accounts (id),
  email TEXT NOT NULL COLLATE NOCASE UNIQUE,
  firstName TEXT NOT NULL,
  lastName TEXT NOT NULL,
  profile TEXT NOT NULL,
  active INTEGER NOT NULL,
  secret TEXT NOT NULL UNIQUE,
  secretGiven INTEGER NOT NULL,
  token TEXT NOT NULL UNIQUE,
  password TEXT NOT NULL,
  passwordGiven INTEGER NOT NULL,
  passwordSet INTEGER NOT NULL,
  failedSignIns INTEGER NOT NULL,
  lockedUntil INTEGER NOT NULL,
  createdDate TEXT NOT NULL,
  lastLoginDate TEXT NOT NULL
) STRICT;
CREATE INDEX usersByOrganization ON users (organization, id);
CREATE INDEX usersByAccount ON users (account, id);

CREATE TABLE userRoles (
  user INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  role TEXT NOT NULL,
  PRIMARY KEY (user, role)
) STRICT, WITHOUT ROWID;

-- Newest last; the password in use is not among them.
CREATE TABLE formerPasswords (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  user INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  password TEXT NOT NULL,
  given INTEGER NOT NULL
) STRICT;
CREATE INDEX formerPasswordsByUser ON formerPasswords (user, position);

CREATE TABLE sessions (
  token TEXT PRIMARY KEY,
  user INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessionsByUser ON sessions (user);

-- Those of an organization have no account.
CREATE TABLE identityProviders (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organization INTEGER NOT NULL REFERENCES organizations (id),
  account INTEGER REFERENCES accounts (id),
  isDefault INTEGER NOT NULL,
  document TEXT NOT NULL
) STRICT;
CREATE INDEX identityProvidersByOwner ON identityProviders (organization, account, id);

CREATE TABLE auditLogs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organization INTEGER NOT NULL,
  account INTEGER NOT NULL,
  user INTEGER NOT NULL,
  email TEXT NOT NULL,
  method TEXT NOT NULL,
  path TEXT NOT NULL,
  date TEXT NOT NULL
) STRICT;
CREATE INDEX auditLogsByOrganization ON auditLogs (organization, id);
CREATE INDEX auditLogsByAccount ON auditLogs (account, id);
`;
