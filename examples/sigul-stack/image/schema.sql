-- The tables of a Sigul server.
CREATE TABLE IF NOT EXISTS users (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  sha512_password BLOB,
  admin BOOLEAN NOT NULL DEFAULT 0 CHECK (admin IN (0, 1))
);

CREATE TABLE IF NOT EXISTS keys (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  keytype TEXT NOT NULL CHECK (keytype IN ('gnupg', 'ECC', 'RSA')),
  fingerprint TEXT NOT NULL UNIQUE
);

CREATE TABLE IF NOT EXISTS key_accesses (
  id INTEGER PRIMARY KEY,
  key_id INTEGER NOT NULL REFERENCES keys (id),
  user_id INTEGER NOT NULL REFERENCES users (id),
  encrypted_passphrase BLOB NOT NULL,
  key_admin BOOLEAN NOT NULL DEFAULT 0 CHECK (key_admin IN (0, 1)),
  UNIQUE (key_id, user_id)
);
