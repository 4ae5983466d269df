-- Pictures, for every room: what the image pool made of what people sent, and what may be shown of it.

CREATE TABLE image (
    id           uuid PRIMARY KEY,
    account_id   uuid REFERENCES account ON DELETE SET NULL, -- who sent it
    room         text NOT NULL, -- whose it is, once it is attached
    held         bytea NOT NULL CHECK (octet_length(held) = 32), -- the clean master in the pool's own folder; gone once it is ready
    width        int NOT NULL CHECK (width > 0), -- of the master
    height       int NOT NULL CHECK (height > 0),
    size         bigint NOT NULL CHECK (size >= 0),
    colour       text NOT NULL CHECK (colour ~ '^#[0-9a-f]{6}$'), -- stands in its place until it is there
    detector     text NOT NULL CHECK (detector IN ('ok', 'failed', 'off')), -- failed: nothing is shown before a person said where faces are
    faces        jsonb NOT NULL DEFAULT '[]', -- [{"x","y","width","height","score"}] as they were found, pixels of the master
    boxes        jsonb NOT NULL DEFAULT '[]', -- the same without a score: what is obscured, as people left it
    manner       text NOT NULL DEFAULT 'mosaic' CHECK (manner IN ('mosaic', 'solid')),
    state        text NOT NULL DEFAULT 'held' CHECK (state IN ('held', 'rendering', 'ready')),
    master       bytea CHECK (octet_length(master) = 32), -- with every face obscured: its address; changes with its boxes
    hidden_at    timestamptz, -- by whoever saw it, until a moderator looked
    hidden_by    uuid REFERENCES account ON DELETE SET NULL,
    hidden_reason text NOT NULL DEFAULT '' CHECK (char_length(hidden_reason) <= 2000),
    created_at   timestamptz NOT NULL DEFAULT now(),
    shown        bool NOT NULL GENERATED ALWAYS AS (state = 'ready' AND hidden_at IS NULL) STORED
);
CREATE UNIQUE INDEX image_held ON image (held); -- a receipt serves once
CREATE INDEX image_account ON image (account_id, id DESC);
CREATE INDEX image_hidden_by ON image (hidden_by);
CREATE INDEX image_master ON image (master);
