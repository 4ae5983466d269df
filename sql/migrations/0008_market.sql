-- The market room: flea markets, who holds them, where and when.
CREATE EXTENSION IF NOT EXISTS cube; -- trusted, other than earthdistance: the owner of the database may make it

-- A point on the sphere in metres from the Earth's centre. The distance of two (<->) is the chord, a hair less than the way along the
-- surface: 50 km are 13 cm short.
CREATE FUNCTION earth_point(latitude float8, longitude float8) RETURNS cube LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT cube(ARRAY[6371008.8 * cos(radians(latitude)) * cos(radians(longitude)),
                      6371008.8 * cos(radians(latitude)) * sin(radians(longitude)), 6371008.8 * sin(radians(latitude))])
$$;

-- Names as they are compared: small letters without accents; the Nordic and German letters as those write them who lack the keys.
CREATE FUNCTION name_fold(name text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT translate(replace(replace(replace(replace(replace(replace(replace(lower(normalize(name, NFC)), 'æ', 'ae'), 'ø', 'oe'), 'å', 'aa'),
        'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'), 'ß', 'ss'), 'àáâãçèéêëìíîïñòóôõùúûýÿ', 'aaaaceeeeiiiinoooouuuyy')
$$;

CREATE TABLE market_organiser (
    id           uuid PRIMARY KEY,
    account_id   uuid REFERENCES account ON DELETE SET NULL, -- who proved to be it, or made it
    slug         text NOT NULL UNIQUE,
    name         text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 120),
    description  text NOT NULL DEFAULT '' CHECK (char_length(description) <= 20000), -- Markdown
    website      text NOT NULL DEFAULT '' CHECK (octet_length(website) <= 2000),
    email        text NOT NULL DEFAULT '' CHECK (octet_length(email) <= 254),
    phone        text NOT NULL DEFAULT '' CHECK (char_length(phone) <= 60),
    claimed_at   timestamptz, -- its mail or domain was proved
    created_at   timestamptz NOT NULL DEFAULT now(),
    updated_at   timestamptz NOT NULL DEFAULT now(),
    folded       text NOT NULL GENERATED ALWAYS AS (name_fold(name)) STORED
);
CREATE INDEX market_organiser_account ON market_organiser (account_id);
CREATE INDEX market_organiser_folded ON market_organiser USING gin (folded gin_trgm_ops);

CREATE TABLE market (
    id           uuid PRIMARY KEY,
    account_id   uuid REFERENCES account ON DELETE SET NULL, -- who entered or claimed it; null: an import alone
    organiser_id uuid REFERENCES market_organiser ON DELETE SET NULL,
    slug         text NOT NULL UNIQUE,
    title        text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 160),
    description  text NOT NULL DEFAULT '' CHECK (char_length(description) <= 20000), -- Markdown
    kind         text NOT NULL DEFAULT 'flea' CHECK (kind IN ('flea', 'antiques', 'car_boot', 'farmers', 'christmas', 'crafts', 'fair', 'other')),
    setting      text NOT NULL DEFAULT 'unknown' CHECK (setting IN ('indoor', 'outdoor', 'both', 'unknown')),
    place        text NOT NULL DEFAULT '' CHECK (char_length(place) <= 200), -- "Ry-Hallen"
    street       text NOT NULL DEFAULT '' CHECK (char_length(street) <= 200),
    postcode     text NOT NULL DEFAULT '' CHECK (char_length(postcode) <= 20),
    town         text NOT NULL DEFAULT '' CHECK (char_length(town) <= 120),
    region       text NOT NULL DEFAULT '' CHECK (char_length(region) <= 120),
    country      text NOT NULL DEFAULT '' CHECK (country ~ '^([A-Z]{2})?$'), -- ISO 3166-1
    latitude     float8 CHECK (latitude BETWEEN -90 AND 90), -- WGS 84; both or neither
    longitude    float8 CHECK (longitude BETWEEN -180 AND 180),
    at           cube GENERATED ALWAYS AS (earth_point(latitude, longitude)) STORED,
    zone         text NOT NULL, -- IANA
    -- {"rules": [{"starts", "minutes", "rrule", "exdates", "rdates"}], "opening_hours", "overrides": [{"key", "status", "starts", "ends", "reason", "note"}]}:
    -- app/market/schedule.h; times are the zone's own.
    schedule     jsonb NOT NULL DEFAULT '{}',
    -- Null where nobody said.
    entrance_fee bigint CHECK (entrance_fee >= 0), -- minor units; 0: free
    stall_price  bigint CHECK (stall_price >= 0),
    currency     text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'), -- ISO 4217, of both
    accessible   bool,
    toilets      bool,
    dogs         bool,
    cards        bool, -- takes card payment
    website      text NOT NULL DEFAULT '' CHECK (octet_length(website) <= 2000),
    email        text NOT NULL DEFAULT '' CHECK (octet_length(email) <= 254),
    phone        text NOT NULL DEFAULT '' CHECK (char_length(phone) <= 60),
    status       text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'ended')), -- ended: it is not held any more
    review       text NOT NULL DEFAULT 'approved' CHECK (review IN ('waiting', 'approved', 'rejected', 'taken_down')),
    review_reason text NOT NULL DEFAULT '' CHECK (char_length(review_reason) <= 4000),
    visibility   text NOT NULL DEFAULT 'public' CHECK (visibility IN ('public', 'draft')), -- a draft is its account's alone
    merged_into  uuid REFERENCES market ON DELETE SET NULL, -- it turned out to be the same as that one, whose page answers for it
    dates_until  timestamptz NOT NULL DEFAULT '-infinity', -- market_date is complete until then
    origins      jsonb NOT NULL DEFAULT '{}', -- {"title": {"source": "person" or a source's id, "at": …}}: where each field is from, and when it was said last
    sequence     int NOT NULL DEFAULT 0, -- RFC 5545: grows whenever time, place or state change
    listed       bool NOT NULL GENERATED ALWAYS AS (visibility = 'public' AND review = 'approved' AND merged_into IS NULL AND status = 'active') STORED,
    reachable    bool NOT NULL GENERATED ALWAYS AS (visibility = 'public' AND review = 'approved' AND merged_into IS NULL) STORED,
    likes        bigint NOT NULL DEFAULT 0,
    comments     bigint NOT NULL DEFAULT 0,
    favourites   bigint NOT NULL DEFAULT 0, -- kept by a trigger on the rows themselves
    -- Of the ratings that are shown: kept by a trigger; stars are 1 to 5 in four dimensions.
    ratings      bigint NOT NULL DEFAULT 0,
    stars        bigint NOT NULL DEFAULT 0, -- the sum of all four dimensions of all ratings
    score        float8 NOT NULL DEFAULT 0, -- Bayesian mean of 1 to 5; 0 while there is no rating
    created_at   timestamptz NOT NULL DEFAULT now(),
    updated_at   timestamptz NOT NULL DEFAULT now(),
    folded       text NOT NULL GENERATED ALWAYS AS (name_fold(title || ' ' || place || ' ' || town)) STORED,
    search       tsvector GENERATED ALWAYS AS (
                     setweight(to_tsvector('simple', name_fold(title)), 'A') || setweight(to_tsvector('simple', name_fold(place || ' ' || town)), 'B')
                     || setweight(to_tsvector('simple', name_fold(street || ' ' || postcode || ' ' || region)), 'C')
                     || setweight(to_tsvector('simple', name_fold(description)), 'D')) STORED,
    CHECK ((latitude IS NULL) = (longitude IS NULL))
) WITH (fillfactor = 85);
CREATE INDEX market_at ON market USING gist (at) WHERE listed;
CREATE INDEX market_listed ON market (id DESC) WHERE listed;
CREATE INDEX market_account ON market (account_id, id DESC);
CREATE INDEX market_organiser_of ON market (organiser_id, id DESC);
CREATE INDEX market_merged_into ON market (merged_into);
CREATE INDEX market_search ON market USING gin (search) WHERE listed;
CREATE INDEX market_folded ON market USING gin (folded gin_trgm_ops) WHERE listed;
CREATE INDEX market_town ON market (name_fold(town)) WHERE listed;
CREATE INDEX market_dates_until ON market (dates_until);
CREATE INDEX market_review ON market (id) WHERE review = 'waiting';

-- The dates that a market's schedule gives, from a quarter back to 400 days ahead: written whenever the schedule changes, and again before
-- they run out (app/market/shelf/dates.h). What people say of a date refers to market and key, which outlive this row.
CREATE TABLE market_date (
    market_id    uuid NOT NULL REFERENCES market ON DELETE CASCADE,
    key          timestamp NOT NULL, -- when it starts by the schedule, by the market's own clock: stays when the date moves
    starts       timestamptz NOT NULL,
    ends         timestamptz NOT NULL CHECK (ends >= starts),
    day          date NOT NULL, -- of the start, by the market's own clock
    status       text NOT NULL DEFAULT 'scheduled' CHECK (status IN ('scheduled', 'cancelled', 'moved')),
    reason       text NOT NULL DEFAULT '' CHECK (char_length(reason) <= 500),
    PRIMARY KEY (market_id, key)
);
CREATE INDEX market_date_starts ON market_date (starts, market_id);
CREATE INDEX market_date_market ON market_date (market_id, starts);
CREATE INDEX market_date_day ON market_date (day, market_id);

-- Compares a market with what it was (to_jsonb of its row): notes for each field that changed who said so, and counts a change of time,
-- place or state. SOURCE: "person", or a source's id. Answers what changed.
CREATE FUNCTION market_said(market uuid, was jsonb, source text) RETURNS text[] LANGUAGE sql AS $$
    WITH changed AS (
        SELECT f.name FROM market m, unnest(ARRAY['title', 'description', 'kind', 'setting', 'organiser_id', 'place', 'street', 'postcode', 'town',
            'region', 'country', 'latitude', 'longitude', 'zone', 'schedule', 'entrance_fee', 'stall_price', 'currency', 'accessible', 'toilets',
            'dogs', 'cards', 'website', 'email', 'phone', 'status']) AS f (name)
        WHERE m.id = market_said.market AND to_jsonb(m) -> f.name IS DISTINCT FROM was -> f.name
    ), marked AS (
        UPDATE market m
        SET origins = m.origins || (SELECT jsonb_object_agg(c.name, jsonb_build_object('source', market_said.source, 'at', now())) FROM changed c),
            sequence = m.sequence + (EXISTS (SELECT FROM changed c WHERE c.name IN
                ('title', 'place', 'street', 'postcode', 'town', 'country', 'latitude', 'longitude', 'zone', 'schedule', 'status')))::int,
            updated_at = clock_timestamp()
        WHERE m.id = market_said.market AND EXISTS (SELECT FROM changed)
    )
    SELECT coalesce(array_agg(c.name), '{}') FROM changed c
$$;

-- The subject of comments, likes and reports.
CREATE OR REPLACE VIEW subject AS
    SELECT 'schematic' AS room, s.id, s.account_id AS owner, s.title, '/schematics/' || s.slug AS path, s.reachable AS shown, s.listed,
           s.tags, s.likes, s.comments
    FROM schematic s
    UNION ALL
    SELECT 'market', m.id, m.account_id, m.title, '/markets/' || m.slug, m.reachable, m.listed, ARRAY[m.kind], m.likes, m.comments
    FROM market m;

CREATE OR REPLACE FUNCTION social_take(viewer uuid, in_room text, in_subject uuid, parent uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM account a
    WHERE a.id IN (viewer, (SELECT s.owner FROM subject s WHERE s.room = in_room AND s.id = in_subject),
                   (SELECT c.account_id FROM social_comment c WHERE c.id = parent))
    ORDER BY a.id FOR KEY SHARE;
    IF in_room = 'schematic' THEN
        PERFORM FROM schematic s WHERE s.id = in_subject FOR NO KEY UPDATE;
    ELSIF in_room = 'market' THEN
        PERFORM FROM market m WHERE m.id = in_subject FOR NO KEY UPDATE;
    END IF;
END $$;
CREATE OR REPLACE FUNCTION social_count(in_room text, in_subject uuid, likes bigint, comments bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF likes = 0 AND comments = 0 THEN
        RETURN;
    ELSIF in_room = 'schematic' THEN
        UPDATE schematic s SET likes = s.likes + social_count.likes, comments = s.comments + social_count.comments WHERE s.id = in_subject;
    ELSIF in_room = 'market' THEN
        UPDATE market m SET likes = m.likes + social_count.likes, comments = m.comments + social_count.comments WHERE m.id = in_subject;
    END IF;
END $$;
CREATE TRIGGER market_forgotten AFTER DELETE ON market FOR EACH ROW EXECUTE FUNCTION social_forget('market');
CREATE TRIGGER market_review_forgotten AFTER DELETE ON market FOR EACH ROW EXECUTE FUNCTION review_forget('market');

INSERT INTO permission VALUES ('market.contribute'), ('market.moderate'); -- to enter markets, rate them and add photos; to decide about all of these
INSERT INTO role_permission VALUES
    ('member', 'market.contribute'),
    ('moderator', 'market.contribute'), ('moderator', 'market.moderate'),
    ('admin', 'market.contribute'), ('admin', 'market.moderate');
