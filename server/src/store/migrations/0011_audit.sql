-- Who changed what, with a secret key or as an operator. Where the change is in the feed, the row names its event and
-- the one before it; what has no event keeps its state before and after here.
CREATE TABLE audit_entries (
    instance_id TEXT NOT NULL REFERENCES instances (id),
    id TEXT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    family TEXT NOT NULL,
    action TEXT NOT NULL,
    target_id TEXT NOT NULL,
    changes TEXT NOT NULL,
    version_before BIGINT,
    version_after BIGINT,
    data_before TEXT,
    data_after TEXT,
    client_ip TEXT,
    user_agent TEXT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (instance_id, id)
);
CREATE INDEX audit_entries_created ON audit_entries (instance_id, created_at, id);
CREATE INDEX audit_entries_actor ON audit_entries (instance_id, actor_id, created_at, id);
CREATE INDEX audit_entries_family ON audit_entries (instance_id, family, created_at, id);
CREATE INDEX audit_entries_action ON audit_entries (instance_id, action, created_at, id);
CREATE INDEX audit_entries_target ON audit_entries (instance_id, target_id, created_at, id);
