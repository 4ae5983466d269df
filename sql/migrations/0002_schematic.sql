-- The schematic room: Minecraft builds.
CREATE TABLE schematic (
    id           uuid PRIMARY KEY,
    account_id   uuid NOT NULL REFERENCES account ON DELETE CASCADE,
    slug         text NOT NULL UNIQUE,
    title        text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 120),
    description  text NOT NULL DEFAULT '' CHECK (char_length(description) <= 20000), -- Markdown
    tags         text[] NOT NULL DEFAULT '{}' CHECK (cardinality(tags) <= 12),
    visibility   text NOT NULL DEFAULT 'public' CHECK (visibility IN ('public', 'unlisted', 'private')),
    -- The build's own scan state, not its blob's: a second upload of known bytes starts at pending like any other, so
    -- nobody learns from it that somebody else keeps the same file in private.
    status       text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'clean', 'infected', 'not_fully_scanned')),
    -- What moderators make of it. A site without a review starts every build at approved.
    review       text NOT NULL DEFAULT 'approved' CHECK (review IN ('waiting', 'approved', 'rejected', 'taken_down')),
    review_reason text NOT NULL DEFAULT '' CHECK (char_length(review_reason) <= 4000), -- as its uploader is told, Markdown
    -- Shown in lists and found by everyone; and opened by whoever knows the address.
    listed       bool NOT NULL GENERATED ALWAYS AS (visibility = 'public' AND status = 'clean' AND review = 'approved') STORED,
    reachable    bool NOT NULL GENERATED ALWAYS AS (visibility <> 'private' AND status = 'clean' AND review IN ('waiting', 'approved')
                     AND (visibility = 'unlisted' OR review = 'approved')) STORED,
    licence      text CHECK (licence ~ '^[A-Za-z0-9.+-]{1,64}$'), -- an SPDX identifier; null: not stated
    game         int, -- data version of the release of Minecraft that it is for: the file's own, or what its uploader said
    mods         text[] NOT NULL DEFAULT '{}', -- name spaces of its blocks other than minecraft's: the mods that it needs
    block_names  text[] NOT NULL DEFAULT '{}', -- "minecraft:stone": every kind of block in it, without properties
    hash         bytea CHECK (octet_length(hash) = 32), -- canonical: the same build in any format
    version      int NOT NULL DEFAULT 1, -- the number of the version that this row shows: the newest one found clean
    likes        bigint NOT NULL DEFAULT 0, -- kept by a trigger on the rows themselves
    comments     bigint NOT NULL DEFAULT 0,
    sha256       bytea NOT NULL REFERENCES blob, -- of that version, as all that follows down to the warnings
    file_name    text NOT NULL, -- as the uploader called it
    size         bigint NOT NULL CHECK (size >= 0),
    format       text NOT NULL CHECK (format IN ('sponge', 'litematica', 'mcedit', 'structure', 'axiom', 'bedrock')),
    format_version int,
    data_version int,
    width        bigint NOT NULL CHECK (width >= 0), -- x, in blocks
    height       bigint NOT NULL CHECK (height >= 0), -- y
    length       bigint NOT NULL CHECK (length >= 0), -- z
    blocks       bigint NOT NULL CHECK (blocks >= 0), -- not air
    regions      int NOT NULL DEFAULT 1,
    warnings     text[] NOT NULL DEFAULT '{}',
    downloads    bigint NOT NULL DEFAULT 0,
    created_at   timestamptz NOT NULL DEFAULT now(),
    updated_at   timestamptz NOT NULL DEFAULT now(), -- of what people wrote: counting a download leaves it alone
    search       tsvector GENERATED ALWAYS AS (
                     setweight(to_tsvector('simple', title), 'A') || setweight(array_to_tsvector(tags), 'B')
                     || setweight(to_tsvector('simple', description), 'C')) STORED
) WITH (fillfactor = 85); -- room for counting downloads in place
-- One file once a person; another person's copy of it is a row of its own over the same blob.
CREATE UNIQUE INDEX schematic_once ON schematic (account_id, sha256);
CREATE INDEX schematic_public ON schematic (id DESC) WHERE listed;
CREATE INDEX schematic_account ON schematic (account_id, id DESC);
CREATE INDEX schematic_sha256 ON schematic (sha256);
CREATE INDEX schematic_hash ON schematic (hash);
CREATE INDEX schematic_review ON schematic (id) WHERE review = 'waiting';
CREATE INDEX schematic_tags ON schematic USING gin (tags) WHERE listed;
CREATE INDEX schematic_search ON schematic USING gin (search) WHERE listed;
CREATE INDEX schematic_title ON schematic USING gin (title gin_trgm_ops) WHERE listed;

-- One row a person (or address) and window: what a counted download rests on.
CREATE TABLE schematic_download (
    schematic_id uuid NOT NULL REFERENCES schematic ON DELETE CASCADE,
    who          bytea NOT NULL, -- SHA-256 of the account id or the keyed address: no address is kept
    window_start timestamptz NOT NULL,
    PRIMARY KEY (schematic_id, who, window_start)
);
CREATE INDEX schematic_download_window ON schematic_download (window_start);
