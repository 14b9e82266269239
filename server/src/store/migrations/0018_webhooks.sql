-- Where events are sent. Each endpoint follows the feed by its own cursor, so that one that is slow or gone keeps nobody
-- else waiting; what could not be delivered at the first try is a row of its own.
CREATE TABLE webhook_endpoints (
    instance_id TEXT NOT NULL REFERENCES instances (id),
    id TEXT NOT NULL,
    url TEXT NOT NULL,
    description TEXT NOT NULL,
    -- A JSON list; empty: all.
    types TEXT NOT NULL,
    -- A JSON object.
    headers TEXT NOT NULL,
    -- Deliveries a second; null: as many as possible.
    rate_limit BIGINT,
    is_ordered BOOLEAN NOT NULL,
    enabled BOOLEAN NOT NULL,
    -- Why and when it was switched off by itself.
    disabled_reason TEXT,
    disabled_at BIGINT,
    sealed_secret TEXT NOT NULL,
    -- The secret before, for as long as both sign.
    sealed_old_secret TEXT,
    old_secret_until BIGINT,
    -- Events up to here were tried.
    cursor BIGINT NOT NULL,
    -- Since when nothing has been delivered though it was tried.
    failing_since BIGINT,
    -- Who delivers, and until when nobody else may.
    leased_by TEXT,
    leased_until BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (instance_id, id)
);

-- Deliveries that are still to be made: what failed, what waits for an earlier one, what an operator asked for.
CREATE TABLE webhook_retries (
    instance_id TEXT NOT NULL,
    endpoint_id TEXT NOT NULL,
    sequence BIGINT NOT NULL,
    resource_id TEXT NOT NULL,
    -- So many tries were made.
    attempts BIGINT NOT NULL,
    -- Null: not before the one that is in front of it is through.
    next_attempt_at BIGINT,
    is_manual BOOLEAN NOT NULL,
    PRIMARY KEY (instance_id, endpoint_id, sequence),
    FOREIGN KEY (instance_id, endpoint_id) REFERENCES webhook_endpoints (instance_id, id) ON DELETE CASCADE
);
CREATE INDEX webhook_retries_due ON webhook_retries (instance_id, endpoint_id, next_attempt_at);
CREATE INDEX webhook_retries_resource ON webhook_retries (instance_id, endpoint_id, resource_id, sequence);

-- Every try that was made.
CREATE TABLE webhook_attempts (
    instance_id TEXT NOT NULL,
    endpoint_id TEXT NOT NULL,
    id TEXT NOT NULL,
    sequence BIGINT NOT NULL,
    event_id TEXT NOT NULL,
    type TEXT NOT NULL,
    -- delivered, failed
    outcome TEXT NOT NULL,
    is_manual BOOLEAN NOT NULL,
    -- Null: there was no answer.
    status BIGINT,
    response_headers TEXT,
    response_body TEXT,
    -- Why there was no answer.
    error TEXT,
    duration_ms BIGINT NOT NULL,
    attempted_at BIGINT NOT NULL,
    PRIMARY KEY (instance_id, endpoint_id, attempted_at, id),
    FOREIGN KEY (instance_id, endpoint_id) REFERENCES webhook_endpoints (instance_id, id) ON DELETE CASCADE
);
CREATE INDEX webhook_attempts_sequence ON webhook_attempts (instance_id, endpoint_id, sequence);
CREATE INDEX webhook_attempts_at ON webhook_attempts (instance_id, attempted_at);
