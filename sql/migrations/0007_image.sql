-- Pictures that people add to anything, for every room: the image pool (app/image/) decodes and draws them, and has neither database nor
-- secrets; what it says of a picture comes back in a sealed receipt, against which a row is made here.

-- Leave to hand one picture to the pool. It becomes the picture's id; who attaches the picture uses it up.
CREATE TABLE image_grant (
    id           uuid PRIMARY KEY,
    account_id   uuid NOT NULL REFERENCES account ON DELETE CASCADE,
    created_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX image_grant_account ON image_grant (account_id, created_at);
CREATE INDEX image_grant_created ON image_grant (created_at);

-- A picture that belongs to something: the room's own table refers to it. Rooms decide who may; app/image/record/ does it.
--   held       only the uploader sees it; the pool keeps the clean original
--   rendering  published: the job image.render draws it with its boxes; visible to nobody until then
--   ready      the pool serves it by NAME; the original is gone
--   hidden     its files can't be reached; moderators see it
--   gone       its files are removed, the row waits for who refers to it
-- Who deletes the row itself (by a cascade, too) leaves files without a row: the sweep takes them.
CREATE TABLE image (
    id           uuid PRIMARY KEY, -- its grant's
    account_id   uuid REFERENCES account ON DELETE SET NULL,
    state        text NOT NULL DEFAULT 'held' CHECK (state IN ('held', 'rendering', 'ready', 'hidden', 'gone')),
    detector     text NOT NULL CHECK (detector IN ('ok', 'failed')), -- failed: nobody looked for faces yet
    checked      bool NOT NULL DEFAULT false, -- a person said the boxes: without, one whose detector failed can't be published
    width        int NOT NULL CHECK (width > 0), -- of the master
    height       int NOT NULL CHECK (height > 0),
    size         bigint NOT NULL CHECK (size > 0),
    colour       text NOT NULL CHECK (colour ~ '^#[0-9a-f]{6}$'),
    preview      text NOT NULL, -- a few pixels, as base64 of a WebP file; '' where there are none
    digest       bytea NOT NULL CHECK (octet_length(digest) = 32), -- of the master
    faces        jsonb NOT NULL, -- as detected: [{"x", "y", "width", "height", "score"}], pixels of the master
    boxes        jsonb NOT NULL, -- as chosen: [{"x", "y", "width", "height"}]; more of them may come, none goes away once it was drawn
    manner       text NOT NULL DEFAULT 'mosaic' CHECK (manner IN ('mosaic', 'solid')),
    edition      int NOT NULL DEFAULT 0, -- counts changes of what is to be drawn
    drawn        int NOT NULL DEFAULT -1, -- the edition that NAME shows
    name         text CHECK (name ~ '^[0-9a-f]{32}$'), -- of the drawn master and hence of its addresses: /images/NAME/WIDTH
    old_names    text[] NOT NULL DEFAULT '{}', -- files that are yet to be removed
    original     bool NOT NULL DEFAULT true, -- the clean one is still there
    hidden_by    uuid REFERENCES account ON DELETE SET NULL, -- null: a visitor who is not signed in
    hidden_at    timestamptz,
    hidden_reason text NOT NULL DEFAULT '' CHECK (char_length(hidden_reason) <= 2000),
    created_at   timestamptz NOT NULL DEFAULT now(),
    published_at timestamptz,
    shown        bool NOT NULL GENERATED ALWAYS AS (state = 'ready') STORED,
    CHECK (state <> 'ready' OR name IS NOT NULL)
);
CREATE UNIQUE INDEX image_name ON image (name);
CREATE INDEX image_account ON image (account_id, id DESC);
CREATE INDEX image_hidden_by ON image (hidden_by);
CREATE INDEX image_hidden ON image (hidden_at) WHERE state = 'hidden';
CREATE INDEX image_waiting ON image (created_at) WHERE state IN ('held', 'rendering');
