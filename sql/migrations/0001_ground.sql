-- The ground floor: accounts, sessions, rights, idempotency, jobs, blobs.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE TABLE account (
    id            uuid PRIMARY KEY,
    email         text NOT NULL CHECK (octet_length(email) BETWEEN 3 AND 254),
    name          text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 60),
    slug          text NOT NULL UNIQUE, -- /people/SLUG
    about         text NOT NULL DEFAULT '' CHECK (char_length(about) <= 4000), -- Markdown
    password_hash text NOT NULL,
    language      text,
    created_at    timestamptz NOT NULL DEFAULT now(),
    updated_at    timestamptz NOT NULL DEFAULT now(),
    suspended_at  timestamptz
);
CREATE UNIQUE INDEX account_email ON account (lower(email));

CREATE TABLE role (
    name text PRIMARY KEY
);
CREATE TABLE permission (
    name text PRIMARY KEY
);
CREATE TABLE role_permission (
    role       text NOT NULL REFERENCES role,
    permission text NOT NULL REFERENCES permission,
    PRIMARY KEY (role, permission)
);
CREATE TABLE account_role (
    account_id uuid NOT NULL REFERENCES account ON DELETE CASCADE,
    role       text NOT NULL REFERENCES role,
    granted_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, role)
);
INSERT INTO role VALUES ('member'), ('moderator'), ('seller'), ('organiser'), ('admin');
INSERT INTO permission VALUES ('schematic.upload'), ('schematic.moderate'), ('account.moderate'), ('site.admin');
INSERT INTO role_permission VALUES
    ('member', 'schematic.upload'),
    ('moderator', 'schematic.upload'), ('moderator', 'schematic.moderate'), ('moderator', 'account.moderate'),
    ('admin', 'schematic.upload'), ('admin', 'schematic.moderate'), ('admin', 'account.moderate'), ('admin', 'site.admin');

-- A session is one sign-in on one device: a refresh-token family, or a browser's cookie.
CREATE TABLE session (
    id           uuid PRIMARY KEY,
    account_id   uuid NOT NULL REFERENCES account ON DELETE CASCADE,
    kind         text NOT NULL CHECK (kind IN ('browser', 'api')),
    token_hash   bytea UNIQUE CHECK (octet_length(token_hash) = 32), -- the browser's cookie, hashed
    user_agent   text NOT NULL DEFAULT '',
    address      text NOT NULL DEFAULT '',
    address_key  text NOT NULL DEFAULT '', -- as limits count it: an IPv6 address's /64
    created_at   timestamptz NOT NULL DEFAULT now(),
    used_at      timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL,
    revoked_at   timestamptz,
    revoked_why  text CHECK (revoked_why IN ('signed_out', 'removed', 'password', 'reuse', 'admin'))
);
CREATE INDEX session_account ON session (account_id, used_at DESC);
CREATE INDEX session_expires ON session (expires_at);

-- Each refresh token of a family, hashed. Its successor is a MAC of it, so that a repeated refresh within the grace answers
-- the same one and no secret is kept.
CREATE TABLE refresh_token (
    token_hash  bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    session_id  uuid NOT NULL REFERENCES session ON DELETE CASCADE,
    created_at  timestamptz NOT NULL DEFAULT now(),
    expires_at  timestamptz NOT NULL,
    replaced_at timestamptz
);
CREATE INDEX refresh_token_session ON refresh_token (session_id);

-- The link's secret is a MAC of ID: neither this row nor the job that mails it gives it away.
CREATE TABLE password_reset (
    id         uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES account ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    used_at    timestamptz
);
CREATE INDEX password_reset_account ON password_reset (account_id);

-- A reply kept with its effect, in the same transaction.
CREATE TABLE idempotency (
    scope       text NOT NULL, -- account id, or address for those not signed in
    key         text NOT NULL CHECK (octet_length(key) BETWEEN 1 AND 255),
    route       text NOT NULL, -- "POST /schematics"
    body_hash   bytea NOT NULL,
    status      int NOT NULL,
    headers     text NOT NULL,
    body        bytea NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (scope, key)
);
CREATE INDEX idempotency_created ON idempotency (created_at);

CREATE TABLE job (
    id          uuid PRIMARY KEY,
    kind        text NOT NULL,
    payload     jsonb NOT NULL DEFAULT '{}',
    unique_key  text,
    request_id  text,
    state       text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'aside')),
    tries       int NOT NULL DEFAULT 0,
    delays      int NOT NULL DEFAULT 0, -- RETRY answers in a row: what it needs is away
    run_at      timestamptz NOT NULL DEFAULT now(),
    locked_until timestamptz, -- a claim whose worker died is taken again after this
    why         text,
    created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX job_due ON job (run_at) WHERE state = 'waiting';
CREATE INDEX job_running ON job (locked_until) WHERE state = 'running';
CREATE UNIQUE INDEX job_unique ON job (kind, unique_key) WHERE state = 'waiting' AND unique_key IS NOT NULL;

CREATE TABLE schedule (
    kind       text PRIMARY KEY,
    next_at    timestamptz NOT NULL
);

-- Every blob that rows speak of. REFERENCES are counted by the rows themselves, not here.
CREATE TABLE blob (
    sha256      bytea PRIMARY KEY CHECK (octet_length(sha256) = 32),
    size        bigint NOT NULL CHECK (size >= 0),
    scan        text NOT NULL DEFAULT 'pending' CHECK (scan IN ('pending', 'clean', 'infected', 'not_fully_scanned')),
    scan_detail text NOT NULL DEFAULT '',
    scanned_at  timestamptz,
    created_at  timestamptz NOT NULL DEFAULT now(),
    touched_at  timestamptz NOT NULL DEFAULT now(), -- the last upload of it: the sweep leaves young ones alone
    -- In blob_dir; there, and on its way to the S3 store, where some of it may lie; whole in the store, and perhaps still here; in the
    -- store alone.
    place       text NOT NULL DEFAULT 'disk' CHECK (place IN ('disk', 'sending', 'both', 'remote')),
    placed_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX blob_here ON blob (sha256) WHERE place <> 'remote';
CREATE INDEX blob_touched ON blob (touched_at);

-- What the site tells a person in the page.
CREATE TABLE notice (
    id         uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES account ON DELETE CASCADE,
    kind       text NOT NULL, -- schematic.infected, schematic.clean …
    subject    text NOT NULL DEFAULT '', -- what it is about, as shown
    link       text NOT NULL DEFAULT '', -- a path below the site's root
    created_at timestamptz NOT NULL DEFAULT now(),
    read_at    timestamptz
);
CREATE INDEX notice_account ON notice (account_id, id DESC);
CREATE INDEX notice_unread ON notice (account_id) WHERE read_at IS NULL;
