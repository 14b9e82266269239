-- Users in the order of their usernames, those without one among them: the index that keeps names unique has only the others.
CREATE INDEX users_username_order ON users (instance_id, username_normalized, id);
