-- When the client's token was made: it is renewed once a day.
ALTER TABLE clients ADD COLUMN token_rotated_at BIGINT NOT NULL DEFAULT 0;
