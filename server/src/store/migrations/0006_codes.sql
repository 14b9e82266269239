-- When codes were sent lately: how many an account gets in an hour and in a day is limited.
CREATE TABLE code_sends (
    instance_id TEXT NOT NULL REFERENCES instances (id),
    account TEXT NOT NULL,
    sent_at BIGINT NOT NULL,
    PRIMARY KEY (instance_id, account, sent_at)
);
CREATE INDEX code_sends_sent ON code_sends (instance_id, sent_at);

-- The answers to codes in the current hour, over the whole instance: too many wrong ones pause codes until it is over.
CREATE TABLE code_checks (
    instance_id TEXT NOT NULL PRIMARY KEY REFERENCES instances (id),
    until BIGINT NOT NULL,
    checks BIGINT NOT NULL,
    wrong BIGINT NOT NULL,
    repeated BIGINT NOT NULL,
    paused BOOLEAN NOT NULL
);
