-- Who may sign up and where they may go: invitations, lists, the waiting list, redirects, domains and settings.

-- What backends changed about the instance: one JSON text.
CREATE TABLE instance_settings (
    instance_id TEXT NOT NULL PRIMARY KEY REFERENCES instances (id),
    version BIGINT NOT NULL,
    data TEXT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- `is_sole`: made while nobody with this address was invited. Of two made at the same moment one must fail.
CREATE TABLE invitations (
    instance_id TEXT NOT NULL REFERENCES instances (id),
    id TEXT NOT NULL,
    email_address TEXT NOT NULL,
    email_normalized TEXT NOT NULL,
    ticket_hash TEXT NOT NULL,
    public_metadata TEXT NOT NULL,
    status TEXT NOT NULL,
    is_sole BOOLEAN NOT NULL,
    user_id TEXT,
    expire_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (instance_id, id)
);
CREATE UNIQUE INDEX invitations_ticket ON invitations (instance_id, ticket_hash);
CREATE UNIQUE INDEX invitations_sole ON invitations (instance_id, email_normalized) WHERE status = 'pending' AND is_sole;
CREATE INDEX invitations_email ON invitations (instance_id, email_normalized, id);
CREATE INDEX invitations_created ON invitations (instance_id, created_at, id);
CREATE INDEX invitations_expire ON invitations (instance_id, expire_at, id);
CREATE INDEX invitations_user ON invitations (instance_id, user_id) WHERE user_id IS NOT NULL;

ALTER TABLE sign_ups ADD COLUMN invitation_id TEXT;

-- `list`: allow or block. `dotless`: the identifier as it is compared where dots in Gmail's addresses mean nothing.
CREATE TABLE listed_identifiers (
    instance_id TEXT NOT NULL REFERENCES instances (id),
    list TEXT NOT NULL,
    id TEXT NOT NULL,
    identifier TEXT NOT NULL,
    dotless TEXT NOT NULL,
    identifier_type TEXT NOT NULL,
    invitation_id TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (instance_id, list, id)
);
CREATE UNIQUE INDEX listed_identifiers_identifier ON listed_identifiers (instance_id, list, identifier);
CREATE INDEX listed_identifiers_dotless ON listed_identifiers (instance_id, list, dotless);
CREATE INDEX listed_identifiers_created ON listed_identifiers (instance_id, list, created_at, id);

-- Gmail's addresses without their dots; other addresses have none.
ALTER TABLE email_addresses ADD COLUMN email_dotless TEXT;
UPDATE email_addresses SET email_dotless = REPLACE(REPLACE(email_normalized, '@gmail.com', ''), '.', '') || '@gmail.com'
    WHERE email_normalized LIKE '%@gmail.com';
UPDATE email_addresses SET email_dotless = REPLACE(REPLACE(email_normalized, '@googlemail.com', ''), '.', '') || '@googlemail.com'
    WHERE email_normalized LIKE '%@googlemail.com';
CREATE INDEX email_addresses_dotless ON email_addresses (instance_id, email_dotless) WHERE email_dotless IS NOT NULL;

CREATE TABLE redirect_urls (
    instance_id TEXT NOT NULL REFERENCES instances (id),
    id TEXT NOT NULL,
    url TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (instance_id, id)
);
CREATE UNIQUE INDEX redirect_urls_url ON redirect_urls (instance_id, url);
CREATE INDEX redirect_urls_created ON redirect_urls (instance_id, created_at, id);

-- Beside the primary one, which the configuration names.
CREATE TABLE domains (
    instance_id TEXT NOT NULL REFERENCES instances (id),
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    proxy_url TEXT,
    is_secondary BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (instance_id, id)
);
CREATE UNIQUE INDEX domains_name ON domains (instance_id, name);

CREATE TABLE waitlist_entries (
    instance_id TEXT NOT NULL REFERENCES instances (id),
    id TEXT NOT NULL,
    email_address TEXT NOT NULL,
    email_normalized TEXT NOT NULL,
    status TEXT NOT NULL,
    invitation_id TEXT,
    invited_at BIGINT,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (instance_id, id)
);
CREATE UNIQUE INDEX waitlist_entries_email ON waitlist_entries (instance_id, email_normalized);
CREATE INDEX waitlist_entries_created ON waitlist_entries (instance_id, created_at, id);
CREATE INDEX waitlist_entries_invited ON waitlist_entries (instance_id, invited_at, id);
