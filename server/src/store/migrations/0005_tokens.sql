-- Tickets that sign somebody in, whoever acts in another user's name, and templates of tokens for third parties.

-- Who acts in the user's name, as JSON.
ALTER TABLE sessions ADD COLUMN actor TEXT;

CREATE INDEX clients_created ON clients (instance_id, created_at, id);

-- Used once. Without an actor it signs the user in, with one it signs somebody in as the user.
CREATE TABLE sign_in_tickets (
    instance_id TEXT NOT NULL,
    id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    actor TEXT,
    session_lifetime BIGINT,
    status TEXT NOT NULL,
    expire_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (instance_id, id),
    FOREIGN KEY (instance_id, user_id) REFERENCES users (instance_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX sign_in_tickets_token ON sign_in_tickets (instance_id, token_hash);
CREATE INDEX sign_in_tickets_user ON sign_in_tickets (instance_id, user_id);
CREATE INDEX sign_in_tickets_expire ON sign_in_tickets (instance_id, expire_at);

CREATE TABLE jwt_templates (
    instance_id TEXT NOT NULL REFERENCES instances (id),
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    claims TEXT NOT NULL,
    lifetime BIGINT NOT NULL,
    allowed_clock_skew BIGINT NOT NULL,
    signing_algorithm TEXT NOT NULL,
    sealed_signing_key TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (instance_id, id)
);
CREATE UNIQUE INDEX jwt_templates_name ON jwt_templates (instance_id, name);
CREATE INDEX jwt_templates_created ON jwt_templates (instance_id, created_at, id);
