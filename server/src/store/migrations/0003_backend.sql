-- What backends know and change about users, and what they sign in with besides an e-mail address and a password.

ALTER TABLE users ADD COLUMN locale TEXT;
ALTER TABLE users ADD COLUMN primary_phone_number_id TEXT;
ALTER TABLE users ADD COLUMN primary_web3_wallet_id TEXT;
ALTER TABLE users ADD COLUMN password_last_updated_at BIGINT;
ALTER TABLE users ADD COLUMN password_compromised_at BIGINT;
ALTER TABLE users ADD COLUMN last_active_at BIGINT;
ALTER TABLE users ADD COLUMN delete_self_enabled BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE users ADD COLUMN create_organization_enabled BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE users ADD COLUMN create_organizations_limit BIGINT;
ALTER TABLE users ADD COLUMN bypass_client_trust BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE users ADD COLUMN sealed_totp_secret TEXT;
ALTER TABLE users ADD COLUMN totp_last_step BIGINT;
ALTER TABLE users ADD COLUMN backup_code_enabled BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE users ADD COLUMN mfa_enabled_at BIGINT;
ALTER TABLE users ADD COLUMN mfa_disabled_at BIGINT;
-- Names the user in the search index, which knows numbers only. Random, so that nobody waits for the next one.
ALTER TABLE users ADD COLUMN search_id BIGINT;

CREATE UNIQUE INDEX users_search_id ON users (search_id);
-- One for each order in which users can be listed.
CREATE INDEX users_created_at ON users (instance_id, created_at, id);
CREATE INDEX users_updated_at ON users (instance_id, updated_at, id);
CREATE INDEX users_last_sign_in_at ON users (instance_id, last_sign_in_at, id);
CREATE INDEX users_last_active_at ON users (instance_id, last_active_at, id);
CREATE INDEX users_first_name ON users (instance_id, first_name, id);
CREATE INDEX users_last_name ON users (instance_id, last_name, id);

ALTER TABLE email_addresses ADD COLUMN reserved BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX email_addresses_normalized ON email_addresses (instance_id, email_normalized);

CREATE TABLE phone_numbers (
    instance_id TEXT NOT NULL,
    id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    phone_number TEXT NOT NULL,
    verified_at BIGINT,
    verified_strategy TEXT,
    reserved BOOLEAN NOT NULL,
    reserved_for_second_factor BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (instance_id, id),
    FOREIGN KEY (instance_id, user_id) REFERENCES users (instance_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX phone_numbers_verified ON phone_numbers (instance_id, phone_number) WHERE verified_at IS NOT NULL;
CREATE UNIQUE INDEX phone_numbers_user ON phone_numbers (instance_id, user_id, phone_number);
CREATE INDEX phone_numbers_number ON phone_numbers (instance_id, phone_number);

CREATE TABLE web3_wallets (
    instance_id TEXT NOT NULL,
    id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    web3_wallet TEXT NOT NULL,
    wallet_normalized TEXT NOT NULL,
    verified_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (instance_id, id),
    FOREIGN KEY (instance_id, user_id) REFERENCES users (instance_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX web3_wallets_wallet ON web3_wallets (instance_id, wallet_normalized);
CREATE INDEX web3_wallets_user ON web3_wallets (instance_id, user_id);

-- Each can be used once.
CREATE TABLE backup_codes (
    instance_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    digest TEXT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (instance_id, user_id, position),
    FOREIGN KEY (instance_id, user_id) REFERENCES users (instance_id, id) ON DELETE CASCADE
);

ALTER TABLE secret_keys ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE secret_keys ADD COLUMN last_used_at BIGINT;

-- How many there are, so that counting doesn't mean walking. Changed in the transaction that adds or removes one.
CREATE TABLE totals (
    instance_id TEXT NOT NULL REFERENCES instances (id),
    name TEXT NOT NULL,
    value BIGINT NOT NULL,
    PRIMARY KEY (instance_id, name)
);
INSERT INTO totals (instance_id, name, value) SELECT instance_id, 'users', COUNT(*) FROM users GROUP BY instance_id;

-- Metadata by which users can be found: one row for each declared path that a user has a value at.
CREATE TABLE user_metadata (
    instance_id TEXT NOT NULL,
    path TEXT NOT NULL,
    value TEXT NOT NULL,
    user_id TEXT NOT NULL,
    PRIMARY KEY (instance_id, path, value, user_id),
    FOREIGN KEY (instance_id, user_id) REFERENCES users (instance_id, id) ON DELETE CASCADE
);
CREATE INDEX user_metadata_user ON user_metadata (instance_id, user_id);

-- The declared paths for which those rows are complete.
CREATE TABLE metadata_paths (
    instance_id TEXT NOT NULL REFERENCES instances (id),
    path TEXT NOT NULL,
    PRIMARY KEY (instance_id, path)
);
