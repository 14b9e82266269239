-- What was sent with a try, as a JSON object; null: it was tried before this was kept.
ALTER TABLE webhook_attempts ADD COLUMN request_headers TEXT;
