-- Operators run the instance from the dashboard. They are not users: own table, own sessions, own links.

CREATE TABLE operators (
    instance_id TEXT NOT NULL REFERENCES instances (id),
    id TEXT NOT NULL,
    email_address TEXT NOT NULL,
    email_normalized TEXT NOT NULL,
    role TEXT NOT NULL,
    password_digest TEXT,
    sealed_totp_secret TEXT,
    -- Drawn, but no code of it was entered yet.
    sealed_new_totp_secret TEXT,
    totp_last_step BIGINT,
    last_sign_in_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (instance_id, id)
);
CREATE UNIQUE INDEX operators_email ON operators (instance_id, email_normalized);

-- Incomplete: the password was right, the second factor is still to come.
CREATE TABLE operator_sessions (
    instance_id TEXT NOT NULL,
    id TEXT NOT NULL,
    operator_id TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    is_complete BOOLEAN NOT NULL,
    ip_address TEXT,
    user_agent TEXT,
    proven_at BIGINT NOT NULL,
    last_active_at BIGINT NOT NULL,
    expire_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (instance_id, id),
    FOREIGN KEY (instance_id, operator_id) REFERENCES operators (instance_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX operator_sessions_token ON operator_sessions (instance_id, token_hash);
CREATE INDEX operator_sessions_operator ON operator_sessions (instance_id, operator_id);
CREATE INDEX operator_sessions_expire ON operator_sessions (instance_id, expire_at);

-- Used once, to set a password. Without an operator: whoever uses it becomes the first one.
CREATE TABLE operator_links (
    instance_id TEXT NOT NULL REFERENCES instances (id),
    id TEXT NOT NULL,
    operator_id TEXT,
    token_hash TEXT NOT NULL,
    expire_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (instance_id, id),
    FOREIGN KEY (instance_id, operator_id) REFERENCES operators (instance_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX operator_links_token ON operator_links (instance_id, token_hash);
CREATE INDEX operator_links_operator ON operator_links (instance_id, operator_id);
CREATE INDEX operator_links_expire ON operator_links (instance_id, expire_at);

CREATE INDEX secret_keys_created ON secret_keys (instance_id, created_at, id);
