-- How far the import of a file has come, by what is in the file: written in the transaction that adds the users, so that
-- a second run goes on where the first one ended.
CREATE TABLE imports (
    instance_id TEXT NOT NULL REFERENCES instances (id),
    file_hash TEXT NOT NULL,
    rows_done BIGINT NOT NULL,
    users_created BIGINT NOT NULL,
    finished_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (instance_id, file_hash)
);

-- Rows that could not become users, and why.
CREATE TABLE import_rejections (
    instance_id TEXT NOT NULL,
    file_hash TEXT NOT NULL,
    position BIGINT NOT NULL,
    line BIGINT NOT NULL,
    old_id TEXT,
    reason TEXT NOT NULL,
    PRIMARY KEY (instance_id, file_hash, position),
    FOREIGN KEY (instance_id, file_hash) REFERENCES imports (instance_id, file_hash) ON DELETE CASCADE
);
