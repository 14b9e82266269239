-- How many in a day (UTC), counted in the transaction in which it happens: charts must not walk a million users.
CREATE TABLE daily_totals (
    instance_id TEXT NOT NULL REFERENCES instances (id),
    name TEXT NOT NULL,
    day BIGINT NOT NULL,
    value BIGINT NOT NULL,
    PRIMARY KEY (instance_id, name, day)
);
INSERT INTO daily_totals (instance_id, name, day, value)
    SELECT instance_id, 'sign_ups', created_at - created_at % 86400000, COUNT(*) FROM users
    GROUP BY instance_id, created_at - created_at % 86400000;
-- Of earlier days only the last one can still be told: a user's row knows no other.
INSERT INTO daily_totals (instance_id, name, day, value)
    SELECT instance_id, 'active_users', last_active_at, COUNT(*) FROM users
    WHERE last_active_at = (SELECT MAX(last_active_at) FROM users AS others WHERE others.instance_id = users.instance_id)
    GROUP BY instance_id, last_active_at;
