-- The names of the peppers that passwords were hashed with: a start without one of them is refused.
CREATE TABLE peppers (
    instance_id TEXT NOT NULL REFERENCES instances (id),
    id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (instance_id, id)
);
