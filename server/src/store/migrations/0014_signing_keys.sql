-- Signing keys are rotated: one is next (published, doesn't sign yet), one current, and previous ones stay published for
-- as long as a token of theirs may live. Of those only the public half is kept.
ALTER TABLE signing_keys ADD COLUMN public_key TEXT;
-- When it took up its state.
ALTER TABLE signing_keys ADD COLUMN state_since BIGINT NOT NULL DEFAULT 0;
-- The longest life that a token of it was given.
ALTER TABLE signing_keys ADD COLUMN longest_life BIGINT NOT NULL DEFAULT 0;
-- Until when a previous key is published.
ALTER TABLE signing_keys ADD COLUMN published_until BIGINT;
UPDATE signing_keys SET state_since = created_at;
-- Of earlier tokens no more is known than what templates give them.
UPDATE signing_keys SET longest_life = COALESCE((SELECT MAX(lifetime) FROM jwt_templates
    WHERE jwt_templates.instance_id = signing_keys.instance_id AND sealed_signing_key IS NULL), 0) * 1000;
CREATE UNIQUE INDEX signing_keys_state ON signing_keys (instance_id, state) WHERE state <> 'previous';
