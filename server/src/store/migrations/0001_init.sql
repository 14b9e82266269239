-- Portable SQL: TEXT, BIGINT, BOOLEAN only. Times are milliseconds since 1970. Every table leads with its instance.

-- One instance per database for now: two nodes that start at the same time must not make one each.
CREATE TABLE instances (
    id TEXT NOT NULL PRIMARY KEY,
    slot BIGINT NOT NULL UNIQUE,
    environment TEXT NOT NULL,
    frontend_api_host TEXT NOT NULL,
    publishable_key TEXT NOT NULL,
    key_check TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE signing_keys (
    instance_id TEXT NOT NULL REFERENCES instances (id),
    id TEXT NOT NULL,
    algorithm TEXT NOT NULL,
    state TEXT NOT NULL,
    sealed_private_key TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (instance_id, id)
);

CREATE TABLE secret_keys (
    instance_id TEXT NOT NULL REFERENCES instances (id),
    id TEXT NOT NULL,
    hash TEXT NOT NULL,
    hint TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT,
    PRIMARY KEY (instance_id, id)
);
CREATE UNIQUE INDEX secret_keys_hash ON secret_keys (hash);

CREATE TABLE users (
    instance_id TEXT NOT NULL REFERENCES instances (id),
    id TEXT NOT NULL,
    external_id TEXT,
    username TEXT,
    username_normalized TEXT,
    first_name TEXT,
    last_name TEXT,
    primary_email_address_id TEXT,
    password_digest TEXT,
    public_metadata TEXT NOT NULL,
    private_metadata TEXT NOT NULL,
    unsafe_metadata TEXT NOT NULL,
    banned BOOLEAN NOT NULL,
    locked_until BIGINT,
    legal_accepted_at BIGINT,
    last_sign_in_at BIGINT,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (instance_id, id)
);
CREATE UNIQUE INDEX users_username ON users (instance_id, username_normalized) WHERE username_normalized IS NOT NULL;
CREATE UNIQUE INDEX users_external_id ON users (instance_id, external_id) WHERE external_id IS NOT NULL;

-- One verified owner per address; unverified copies may exist until somebody proves it is theirs.
CREATE TABLE email_addresses (
    instance_id TEXT NOT NULL,
    id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    email_address TEXT NOT NULL,
    email_normalized TEXT NOT NULL,
    verified_at BIGINT,
    verified_strategy TEXT,
    verified_at_client TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (instance_id, id),
    FOREIGN KEY (instance_id, user_id) REFERENCES users (instance_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX email_addresses_verified ON email_addresses (instance_id, email_normalized) WHERE verified_at IS NOT NULL;
CREATE UNIQUE INDEX email_addresses_user ON email_addresses (instance_id, user_id, email_normalized);

CREATE TABLE clients (
    instance_id TEXT NOT NULL REFERENCES instances (id),
    id TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    previous_token_hash TEXT,
    previous_token_until BIGINT,
    last_active_session_id TEXT,
    sign_in_id TEXT,
    sign_up_id TEXT,
    last_strategy TEXT,
    user_agent TEXT,
    expire_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (instance_id, id)
);
CREATE UNIQUE INDEX clients_token ON clients (instance_id, token_hash);
CREATE UNIQUE INDEX clients_previous_token ON clients (instance_id, previous_token_hash) WHERE previous_token_hash IS NOT NULL;
CREATE INDEX clients_expire ON clients (instance_id, expire_at);

CREATE TABLE sessions (
    instance_id TEXT NOT NULL,
    id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    status TEXT NOT NULL,
    first_factor_at BIGINT,
    second_factor_at BIGINT,
    ip_address TEXT,
    user_agent TEXT,
    last_active_at BIGINT NOT NULL,
    expire_at BIGINT NOT NULL,
    abandon_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (instance_id, id),
    FOREIGN KEY (instance_id, client_id) REFERENCES clients (instance_id, id) ON DELETE CASCADE,
    FOREIGN KEY (instance_id, user_id) REFERENCES users (instance_id, id) ON DELETE CASCADE
);
CREATE INDEX sessions_client ON sessions (instance_id, client_id, created_at);
CREATE INDEX sessions_user ON sessions (instance_id, user_id, created_at);

CREATE TABLE sign_ins (
    instance_id TEXT NOT NULL,
    id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    status TEXT NOT NULL,
    identifier TEXT,
    user_id TEXT,
    first_factor_strategy TEXT,
    created_session_id TEXT,
    abandon_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (instance_id, id),
    FOREIGN KEY (instance_id, client_id) REFERENCES clients (instance_id, id) ON DELETE CASCADE
);
CREATE INDEX sign_ins_client ON sign_ins (instance_id, client_id);

CREATE TABLE sign_ups (
    instance_id TEXT NOT NULL,
    id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    status TEXT NOT NULL,
    email_address TEXT,
    email_normalized TEXT,
    email_verified_at BIGINT,
    username TEXT,
    first_name TEXT,
    last_name TEXT,
    password_digest TEXT,
    unsafe_metadata TEXT NOT NULL,
    locale TEXT,
    legal_accepted_at BIGINT,
    created_session_id TEXT,
    created_user_id TEXT,
    abandon_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (instance_id, id),
    FOREIGN KEY (instance_id, client_id) REFERENCES clients (instance_id, id) ON DELETE CASCADE
);
CREATE INDEX sign_ups_client ON sign_ups (instance_id, client_id);

-- At most one code per subject and purpose: a new one takes the old one's place.
CREATE TABLE verifications (
    instance_id TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    purpose TEXT NOT NULL,
    client_id TEXT NOT NULL,
    target_id TEXT,
    code_hash TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    consumed_at BIGINT,
    expire_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (instance_id, subject_id, purpose)
);
CREATE INDEX verifications_expire ON verifications (instance_id, expire_at);

-- Every change, with the full state after it: webhooks, the feed and live push all read this.
CREATE TABLE events (
    instance_id TEXT NOT NULL REFERENCES instances (id),
    sequence BIGINT NOT NULL,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    resource_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    data TEXT NOT NULL,
    client_ip TEXT,
    user_agent TEXT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (instance_id, sequence)
);
CREATE INDEX events_resource ON events (instance_id, resource_id, version);

-- The next sequence number. Taken inside the writing transaction, so commit order is sequence order, without gaps.
CREATE TABLE event_sequences (
    instance_id TEXT NOT NULL PRIMARY KEY REFERENCES instances (id),
    value BIGINT NOT NULL
);

CREATE TABLE mails (
    instance_id TEXT NOT NULL REFERENCES instances (id),
    id TEXT NOT NULL,
    position BIGINT NOT NULL,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    body_text TEXT NOT NULL,
    body_html TEXT NOT NULL,
    status TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    next_attempt_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (instance_id, id)
);
CREATE INDEX mails_position ON mails (instance_id, position);
CREATE INDEX mails_created ON mails (instance_id, created_at, position);
CREATE INDEX mails_due ON mails (instance_id, status, next_attempt_at);

-- Limits and lock-out. In the database, so that a restart or a second node can't reset them.
CREATE TABLE counters (
    instance_id TEXT NOT NULL REFERENCES instances (id),
    name TEXT NOT NULL,
    count BIGINT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (instance_id, name)
);
CREATE INDEX counters_until ON counters (until);
