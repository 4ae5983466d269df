-- The schematic room in full: what a file is made of, versions, links, pictures, collections, uploads that can be resumed.

-- What Curio found out about a file; a function of its bytes, so whoever uploads them again shares the row.
CREATE TABLE schematic_file (
    sha256       bytea PRIMARY KEY REFERENCES blob,
    hash         bytea NOT NULL CHECK (octet_length(hash) = 32), -- canonical (app/schematic/inspect.h)
    states       jsonb NOT NULL, -- {"minecraft:oak_log[axis=y]": 12, …}: every block state and how often it stands there, air left out
    manifest     jsonb NOT NULL, -- app/schematic/manifest.h
    mods         text[] NOT NULL,
    block_names  text[] NOT NULL,
    -- The rest is made by the job `analyse`, from a model in memory.
    analysis     text NOT NULL DEFAULT 'waiting' CHECK (analysis IN ('waiting', 'done', 'too_large', 'failed')),
    thumb        bytea REFERENCES blob, -- WebP, 512 px, dimetric
    top          bytea REFERENCES blob, -- WebP, 512 px, from above
    sections     bytea REFERENCES blob, -- what the 3D preview reads (app/schematic/sections.h)
    shape        bytea CHECK (octet_length(shape) = 32), -- equal for copies moved or turned by quarters
    sketch       int[], -- app/schematic/fingerprint.h: near copies share many of these
    bands        int[], -- and some of these
    made_by      int NOT NULL DEFAULT 0, -- which edition of the pictures and sections: a newer program makes them again
    analysed_at  timestamptz,
    created_at   timestamptz NOT NULL DEFAULT now(),
    touched_at   timestamptz NOT NULL DEFAULT now() -- the last upload of it: the sweep leaves young ones alone
);
CREATE INDEX schematic_file_waiting ON schematic_file (touched_at) WHERE analysis = 'waiting';
CREATE INDEX schematic_file_made_by ON schematic_file (made_by);
CREATE INDEX schematic_file_touched ON schematic_file (touched_at);
CREATE INDEX schematic_file_hash ON schematic_file (hash);
CREATE INDEX schematic_file_shape ON schematic_file (shape);
CREATE INDEX schematic_file_bands ON schematic_file USING gin (bands);
CREATE INDEX schematic_file_thumb ON schematic_file (thumb);
CREATE INDEX schematic_file_top ON schematic_file (top);
CREATE INDEX schematic_file_sections ON schematic_file (sections);

-- Every version of a build, the one shown included. Links and counters are the build's.
CREATE TABLE schematic_version (
    schematic_id uuid NOT NULL REFERENCES schematic ON DELETE CASCADE,
    number       int NOT NULL CHECK (number > 0),
    name         text NOT NULL DEFAULT '' CHECK (char_length(name) <= 60), -- "1.2", as its author calls it
    changes      text NOT NULL DEFAULT '' CHECK (char_length(changes) <= 20000), -- Markdown
    status       text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'clean', 'infected', 'not_fully_scanned')),
    -- A version of a build that moderators have yet to approve waits with it; of an approved one, by itself, where the site reviews all.
    review       text NOT NULL DEFAULT 'approved' CHECK (review IN ('waiting', 'approved', 'rejected')),
    sha256       bytea NOT NULL REFERENCES blob,
    file_name    text NOT NULL,
    size         bigint NOT NULL CHECK (size >= 0),
    format       text NOT NULL,
    format_version int,
    data_version int,
    width        bigint NOT NULL,
    height       bigint NOT NULL,
    length       bigint NOT NULL,
    blocks       bigint NOT NULL,
    regions      int NOT NULL,
    warnings     text[] NOT NULL DEFAULT '{}',
    downloads    bigint NOT NULL DEFAULT 0,
    created_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (schematic_id, number)
);
CREATE INDEX schematic_version_sha256 ON schematic_version (sha256);
CREATE INDEX schematic_version_waiting ON schematic_version (schematic_id, number) WHERE review = 'waiting';

-- Whether a version of a build with the review HEAD may be shown to whom the build may be shown.
CREATE FUNCTION schematic_version_open(status text, review text, head text) RETURNS bool LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT status = 'clean' AND (review = 'approved' OR (review = 'waiting' AND head <> 'approved'))
$$;

-- Makes the head show the version that it should: the newest clean one that moderators let through; where none is the one that it shows, or
-- the newest.
-- What the file said of game and mods follows the file; what people said in its place stays. Answers whether it changed.
CREATE FUNCTION schematic_promote(build uuid) RETURNS bool LANGUAGE plpgsql AS $$
DECLARE
    was record;
    best record;
BEGIN
    SELECT s.version, s.status, s.review, s.data_version, s.game, s.mods, f.mods AS found INTO was
    FROM schematic s LEFT JOIN schematic_file f ON f.sha256 = s.sha256 WHERE s.id = build FOR UPDATE OF s;
    SELECT v.*, f.hash, f.mods, f.block_names INTO best
    FROM schematic_version v LEFT JOIN schematic_file f ON f.sha256 = v.sha256
    WHERE v.schematic_id = build AND (v.number = was.version OR v.review = 'approved' OR (v.review = 'waiting' AND was.review <> 'approved'))
    ORDER BY schematic_version_open(v.status, v.review, was.review) DESC, v.status <> 'clean' AND v.number = was.version DESC, v.number DESC
    LIMIT 1;
    IF best.number IS NULL OR (best.number = was.version AND best.status = was.status) THEN
        RETURN false;
    END IF;
    UPDATE schematic s SET version = best.number, status = best.status, sha256 = best.sha256, file_name = best.file_name, size = best.size,
        format = best.format, format_version = best.format_version, data_version = best.data_version, width = best.width,
        height = best.height, length = best.length, blocks = best.blocks, regions = best.regions, warnings = best.warnings,
        hash = best.hash, block_names = coalesce(best.block_names, '{}'),
        game = CASE WHEN was.game IS NOT DISTINCT FROM was.data_version THEN best.data_version ELSE was.game END,
        mods = CASE WHEN was.mods = coalesce(was.found, '{}') THEN coalesce(best.mods, '{}') ELSE was.mods END,
        updated_at = CASE WHEN best.number = was.version THEN s.updated_at ELSE clock_timestamp() END
    WHERE s.id = build;
    RETURN best.number <> was.version;
END $$;

-- A link that opens one build for a while, whatever its visibility. What people hold is the id and a MAC of it.
CREATE TABLE schematic_link (
    id           uuid PRIMARY KEY,
    schematic_id uuid NOT NULL REFERENCES schematic ON DELETE CASCADE,
    account_id   uuid REFERENCES account ON DELETE CASCADE, -- only this person; null: whoever has it
    created_at   timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL,
    revoked_at   timestamptz
);
CREATE INDEX schematic_link_schematic ON schematic_link (schematic_id, expires_at);
CREATE INDEX schematic_link_account ON schematic_link (account_id);
CREATE INDEX schematic_link_expires ON schematic_link (expires_at);
CREATE FUNCTION schematic_link_opens(link uuid, build uuid, viewer uuid) RETURNS bool LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT link IS NOT NULL AND EXISTS (
        SELECT FROM schematic_link l JOIN schematic s ON s.id = l.schematic_id
        WHERE l.id = link AND l.schematic_id = build AND l.expires_at > now() AND l.revoked_at IS NULL
          AND (l.account_id IS NULL OR l.account_id = viewer)
          AND s.status = 'clean' AND s.review IN ('waiting', 'approved'))
$$;

-- Pictures that people add to a build: decoded, stripped and encoded again by curio-image before they are here.
CREATE TABLE schematic_picture (
    id           uuid PRIMARY KEY,
    schematic_id uuid NOT NULL REFERENCES schematic ON DELETE CASCADE,
    position     int NOT NULL,
    sha256       bytea NOT NULL REFERENCES blob, -- WebP, at most 1920 px
    small        bytea NOT NULL REFERENCES blob, -- WebP, at most 480 px
    width        int NOT NULL CHECK (width > 0),
    height       int NOT NULL CHECK (height > 0),
    size         bigint NOT NULL CHECK (size >= 0), -- of both
    caption      text NOT NULL DEFAULT '' CHECK (char_length(caption) <= 300),
    created_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX schematic_picture_schematic ON schematic_picture (schematic_id, position);
CREATE INDEX schematic_picture_sha256 ON schematic_picture (sha256);
CREATE INDEX schematic_picture_small ON schematic_picture (small);
-- Until then they wait here as they were sent; only the owner hears of them.
CREATE TABLE schematic_picture_upload (
    id           uuid PRIMARY KEY,
    schematic_id uuid NOT NULL REFERENCES schematic ON DELETE CASCADE,
    position     int NOT NULL, -- that it will take, whichever is ready first
    sha256       bytea NOT NULL REFERENCES blob,
    size         bigint NOT NULL CHECK (size >= 0),
    caption      text NOT NULL DEFAULT '' CHECK (char_length(caption) <= 300),
    created_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX schematic_picture_upload_schematic ON schematic_picture_upload (schematic_id, id);
CREATE INDEX schematic_picture_upload_sha256 ON schematic_picture_upload (sha256);
CREATE INDEX schematic_picture_upload_created ON schematic_picture_upload (created_at);

-- A file in another format, made when somebody first asked for it.
CREATE TABLE schematic_conversion (
    sha256       bytea NOT NULL REFERENCES schematic_file ON DELETE CASCADE, -- of the original
    target       text NOT NULL CHECK (target IN ('sponge2', 'sponge3', 'litematica', 'mcedit', 'structure')),
    made         bytea REFERENCES blob, -- null while it is being made, or when it can't be
    size         bigint NOT NULL DEFAULT 0,
    losses       jsonb NOT NULL DEFAULT '[]', -- app/schematic/convert.h
    why          text NOT NULL DEFAULT '', -- it can't be made: the reason's short name
    created_at   timestamptz NOT NULL DEFAULT now(),
    used_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (sha256, target)
);
CREATE INDEX schematic_conversion_made ON schematic_conversion (made);
CREATE INDEX schematic_conversion_used ON schematic_conversion (used_at);

-- A file on its way, in pieces (tus 1.0). Its bytes lie in the blob store's folder `partial` under this id.
CREATE TABLE upload (
    id           uuid PRIMARY KEY,
    account_id   uuid NOT NULL REFERENCES account ON DELETE CASCADE,
    file_name    text NOT NULL,
    length       bigint NOT NULL CHECK (length > 0),
    received     bigint NOT NULL DEFAULT 0 CHECK (received BETWEEN 0 AND length),
    created_at   timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL
);
CREATE INDEX upload_account ON upload (account_id);
CREATE INDEX upload_expires ON upload (expires_at);

-- Collections of builds.
CREATE TABLE schematic_collection (
    id           uuid PRIMARY KEY,
    account_id   uuid NOT NULL REFERENCES account ON DELETE CASCADE,
    slug         text NOT NULL UNIQUE,
    title        text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 120),
    description  text NOT NULL DEFAULT '' CHECK (char_length(description) <= 4000),
    visibility   text NOT NULL DEFAULT 'public' CHECK (visibility IN ('public', 'unlisted', 'private')),
    created_at   timestamptz NOT NULL DEFAULT now(),
    updated_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX schematic_collection_account ON schematic_collection (account_id, id DESC);
CREATE INDEX schematic_collection_public ON schematic_collection (id DESC) WHERE visibility = 'public';
CREATE TABLE schematic_collection_item (
    collection_id uuid NOT NULL REFERENCES schematic_collection ON DELETE CASCADE,
    schematic_id uuid NOT NULL REFERENCES schematic ON DELETE CASCADE,
    note         text NOT NULL DEFAULT '' CHECK (char_length(note) <= 300),
    added_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (collection_id, schematic_id)
);
CREATE INDEX schematic_collection_item_schematic ON schematic_collection_item (schematic_id);

-- Searches that people keep, as the query string they were.
CREATE TABLE schematic_saved_search (
    id           uuid PRIMARY KEY,
    account_id   uuid NOT NULL REFERENCES account ON DELETE CASCADE,
    title        text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 120),
    query        text NOT NULL CHECK (octet_length(query) <= 2000),
    notify       bool NOT NULL DEFAULT false, -- tell of new builds that it finds
    seen         uuid, -- the newest build already told of
    created_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX schematic_saved_search_account ON schematic_saved_search (account_id, id DESC);
CREATE INDEX schematic_saved_search_notify ON schematic_saved_search (id) WHERE notify;
