-- What people add to their own account: a second factor, a picture, keys of their own.

-- Secrets of authenticator apps that nobody proved to have yet.
CREATE TABLE totp_setups (
    instance_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    sealed_secret TEXT NOT NULL,
    expire_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (instance_id, user_id),
    FOREIGN KEY (instance_id, user_id) REFERENCES users (instance_id, id) ON DELETE CASCADE
);
CREATE INDEX totp_setups_expire ON totp_setups (instance_id, expire_at);

-- Pictures of users, as we encoded them; `content` is base64. One that is replaced gets another id, so that whoever kept
-- the old one asks for the new one.
CREATE TABLE profile_images (
    instance_id TEXT NOT NULL,
    id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    media_type TEXT NOT NULL,
    content TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (instance_id, id),
    FOREIGN KEY (instance_id, user_id) REFERENCES users (instance_id, id) ON DELETE CASCADE
);
CREATE INDEX profile_images_user ON profile_images (instance_id, user_id);
ALTER TABLE users ADD COLUMN image_id TEXT;

-- Keys that an app gives to its users. `secret_hash` finds one; `sealed_secret` is for who asks to see it again.
CREATE TABLE api_keys (
    instance_id TEXT NOT NULL REFERENCES instances (id),
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    name TEXT NOT NULL,
    name_normalized TEXT NOT NULL,
    description TEXT,
    claims TEXT,
    scopes TEXT NOT NULL,
    secret_hash TEXT NOT NULL,
    sealed_secret TEXT NOT NULL,
    created_by TEXT,
    revoked_at BIGINT,
    revocation_reason TEXT,
    expire_at BIGINT,
    last_used_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (instance_id, id)
);
CREATE UNIQUE INDEX api_keys_secret ON api_keys (instance_id, secret_hash);
CREATE INDEX api_keys_subject ON api_keys (instance_id, subject, kind, created_at, id);
