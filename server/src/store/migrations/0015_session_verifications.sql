-- People who are signed in and prove again that it is them: one attempt per session, the newest.
CREATE TABLE session_verifications (
    instance_id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    id TEXT NOT NULL,
    level TEXT NOT NULL,
    status TEXT NOT NULL,
    first_factor_strategy TEXT,
    second_factor_strategy TEXT,
    expire_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (instance_id, session_id),
    FOREIGN KEY (instance_id, session_id) REFERENCES sessions (instance_id, id) ON DELETE CASCADE
);
CREATE INDEX session_verifications_expire ON session_verifications (instance_id, expire_at);
