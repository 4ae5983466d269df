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

-- What filters ask of a market, each as a word; what nobody knows is no fact.
CREATE FUNCTION market_facts(kind text, setting text, entrance_fee bigint, accessible bool, toilets bool, dogs bool, cards bool, organiser uuid)
RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_remove(ARRAY['k:' || kind, CASE WHEN setting IN ('indoor', 'both') THEN 'indoor' END, CASE WHEN setting IN ('outdoor', 'both') THEN 'outdoor' END,
        CASE WHEN entrance_fee = 0 THEN 'free' END, CASE WHEN accessible THEN 'accessible' END, CASE WHEN toilets THEN 'toilets' END,
        CASE WHEN dogs THEN 'dogs' END, CASE WHEN cards THEN 'cards' END, 'o:' || organiser::text], NULL)
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
    zone         text NOT NULL CHECK (timestamptz 'epoch' AT TIME ZONE zone IS NOT NULL), -- IANA; one that PostgreSQL doesn't know fails here, not in every list
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
    -- The first date that was not over when it was looked for, whatever became of it: kept by triggers of market_date and, as time passes,
    -- by a job. Where next_ends is past, a query looks at market_date itself.
    next_starts  timestamptz,
    next_ends    timestamptz,
    next_day     date,
    created_at   timestamptz NOT NULL DEFAULT now(),
    updated_at   timestamptz NOT NULL DEFAULT now(),
    facts        text[] NOT NULL GENERATED ALWAYS AS (market_facts(kind, setting, entrance_fee, accessible, toilets, dogs, cards, organiser_id)) STORED,
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
CREATE INDEX market_town ON market (name_fold(town) text_pattern_ops) WHERE listed;
CREATE INDEX market_postcode ON market (postcode) WHERE listed;
CREATE INDEX market_dates_until ON market (dates_until);
CREATE INDEX market_review ON market (id) WHERE review = 'waiting';
CREATE INDEX market_facts ON market USING gin (facts) WHERE listed;
CREATE INDEX market_next ON market (next_starts, id) WHERE listed;
CREATE INDEX market_next_over ON market (next_ends);

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
    long         bool NOT NULL GENERATED ALWAYS AS (ends - starts > interval '26 hours') STORED, -- it is on for days
    PRIMARY KEY (market_id, key)
);
CREATE INDEX market_date_starts ON market_date (starts, market_id) INCLUDE (ends, key);
CREATE INDEX market_date_market ON market_date (market_id, starts);
CREATE INDEX market_date_day ON market_date (day, market_id);
CREATE INDEX market_date_long ON market_date (starts, market_id) WHERE long;

-- What a market's next date is now: none is over, however long it lasts (schedule.h: a month at most).
CREATE FUNCTION market_next_date(market uuid, OUT starts timestamptz, OUT ends timestamptz, OUT day date) LANGUAGE sql STABLE AS $$
    SELECT d.starts, d.ends, d.day FROM market_date d
    WHERE d.market_id = market AND d.ends > now() AND d.starts > now() - interval '32 days' ORDER BY d.starts LIMIT 1
$$;
CREATE FUNCTION market_next_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE market m SET next_starts = n.starts, next_ends = n.ends, next_day = n.day
    FROM (SELECT DISTINCT changed.market_id FROM changed) c CROSS JOIN LATERAL market_next_date(c.market_id) n
    WHERE m.id = c.market_id AND (m.next_starts, m.next_ends, m.next_day) IS DISTINCT FROM (n.starts, n.ends, n.day);
    RETURN NULL;
END $$;
CREATE TRIGGER market_date_put AFTER INSERT ON market_date REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION market_next_follow();
CREATE TRIGGER market_date_changed AFTER UPDATE ON market_date REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION market_next_follow();
CREATE TRIGGER market_date_gone AFTER DELETE ON market_date REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION market_next_follow();

-- The days that a span means where the market is: 'today', 'week' (today and six more), 'weekend' (what is left of this one, or the next),
-- 'days' (FIRST to LAST); null is no bound. A set of one row, so that queries take it in.
CREATE FUNCTION market_window(span text, first date, last date, zone text) RETURNS TABLE (first_day date, last_day date) LANGUAGE sql STABLE ROWS 1 AS $$
    SELECT CASE span WHEN 'days' THEN first WHEN 'weekend' THEN greatest(t.today, t.sunday - 1) END,
           CASE span WHEN 'days' THEN last WHEN 'weekend' THEN t.sunday WHEN 'today' THEN t.today WHEN 'week' THEN t.today + 6 END
    FROM (SELECT l.today, l.today + ((7 - extract(dow FROM l.today)::int) % 7) AS sunday FROM (SELECT (now() AT TIME ZONE zone)::date AS today) l) t
$$;
-- A market's first date in a span that is not over. A date belongs to the days that it touches.
CREATE FUNCTION market_date_in(market uuid, zone text, span text, first date, last date) RETURNS SETOF market_date LANGUAGE sql STABLE ROWS 1 AS $$
    SELECT d.* FROM market_date d, market_window(span, first, last, zone) w
    WHERE d.market_id = market AND d.ends > now() AND d.starts > greatest(now(), first::timestamptz - interval '1 day') - interval '32 days'
      AND (w.last_day IS NULL OR d.day <= w.last_day)
      AND (w.first_day IS NULL OR d.day >= w.first_day OR d.ends > w.first_day::timestamp AT TIME ZONE zone)
    ORDER BY d.starts LIMIT 1
$$;

-- Which markets a search finds, a page of them in its order. FILTER: {"span": any, coming or as market_window says, "first", "last", "facts": array
-- literal, "fee", "stall", "currency", "match": tsquery, "like": folded text, "latitude", "longitude", "radius": metres}; all may be left out, but
-- the place goes with its radius. KEY is what it is sorted by: metres, microseconds since 1970, the rank or the score.
-- Where an index has the order, it is walked (distances outwards, by market_at), each market is held against the rest, and the walk ends with
-- the page, the radius or WALK markets. What is so rare that the walk did not find a page of it is looked up by what is asked for.
CREATE FUNCTION market_search_page(filter jsonb, sort text, last_key float8, last uuid, most bigint, OUT id uuid, OUT key float8)
RETURNS SETOF record LANGUAGE plpgsql STABLE SET plan_cache_mode = force_custom_plan SET random_page_cost = 1.1 SET jit = off AS $$
DECLARE
    walk CONSTANT int := 2500;
    near CONSTANT float8 := 75000; -- metres: so few markets lie within that all of them can be sorted
    span text := coalesce(filter->>'span', 'coming');
    first date := filter->>'first';
    final date := filter->>'last';
    metres float8 := filter->>'radius';
    here cube := earth_point((filter->>'latitude')::float8, (filter->>'longitude')::float8);
    by_dates bool := sort = 'date' AND span IN ('weekend', 'days');
    before timestamptz := CASE span WHEN 'today' THEN now() + interval '26 hours' WHEN 'days' THEN coalesce(final::timestamptz + interval '2 days', 'infinity')
                                    ELSE now() + interval '8 days' END;
    since timestamptz := greatest(now(), first::timestamptz - interval '1 day') - interval '27 hours';
    of text := 'market m';
    fits text := 'true';
    around text := '';
    keyed text;
    beyond text;
    in_order text;
    starts text := 'm.next_starts';
    today CONSTANT text := '(now() AT TIME ZONE m.zone)::date'; -- as market_window has it
    sunday CONSTANT text := '((now() AT TIME ZONE m.zone)::date + (7 - extract(dow FROM now() AT TIME ZONE m.zone)::int) % 7)';
    sought text;
    found record;
    walked int := 0;
    shown int := 0;
BEGIN
    IF filter ? 'facts' THEN fits := fits || ' AND m.facts @> ($1->>''facts'')::text[]'; END IF;
    IF filter ? 'fee' THEN fits := fits || ' AND m.entrance_fee <= ($1->>''fee'')::bigint'; END IF;
    IF filter ? 'stall' THEN fits := fits || ' AND m.stall_price <= ($1->>''stall'')::bigint'; END IF;
    IF filter ? 'currency' THEN fits := fits || ' AND m.currency = $1->>''currency'''; END IF;
    IF filter ? 'match' THEN fits := fits || ' AND m.search @@ ($1->>''match'')::tsquery'; END IF;
    IF filter ? 'like' THEN fits := fits || ' AND $1->>''like'' <% m.folded'; END IF;
    IF here IS NOT NULL THEN
        fits := fits || ' AND m.at <-> $2 <= $3';
        around := ' AND m.at <@ cube_enlarge($2, $3, 3)';
    END IF;
    IF by_dates THEN
        starts := 'd.starts'; -- the first date of each market that falls into the span
    ELSIF span = 'coming' THEN
        fits := fits || ' AND m.next_starts IS NOT NULL AND (m.next_ends > now()'
            || CASE sort WHEN 'date' THEN ')' ELSE ' OR EXISTS (SELECT FROM market_date_in(m.id, m.zone, ''coming'', NULL, NULL)))' END;
    ELSIF span <> 'any' THEN
        -- The next date alone says yes or no of most markets.
        fits := fits || format(' AND m.next_starts < $9 AND CASE WHEN m.next_ends > now() AND m.next_day > %1$s THEN false
            WHEN m.next_ends > now() AND m.next_day <= %1$s AND m.next_day >= %2$s THEN true
            ELSE EXISTS (SELECT FROM market_date_in(m.id, m.zone, $6, $7, $8)) END',
            CASE span WHEN 'today' THEN today WHEN 'week' THEN today || ' + 6' WHEN 'weekend' THEN sunday ELSE '$8' END,
            CASE span WHEN 'weekend' THEN '(' || sunday || ' - 1)' WHEN 'days' THEN '$7' ELSE 'm.next_day' END)
            || CASE sort WHEN 'date' THEN ' AND m.next_ends > now()' ELSE '' END;
    END IF;
    keyed := CASE sort WHEN 'distance' THEN '(m.at <-> $2)' WHEN 'rating' THEN 'm.score' WHEN 'date' THEN 'extract(epoch FROM ' || starts || ') * 1000000'
        WHEN 'relevance' THEN CASE WHEN filter ? 'like' THEN 'word_similarity($1->>''like'', m.folded)' ELSE 'ts_rank(m.search, ($1->>''match'')::tsquery)' END
        ELSE '0' END;
    in_order := CASE sort WHEN 'distance' THEN 'm.at <-> $2, m.id' WHEN 'rating' THEN 'm.score DESC, m.id DESC'
        WHEN 'date' THEN starts || CASE WHEN by_dates THEN ', d.market_id' ELSE ', m.id' END
        WHEN 'relevance' THEN keyed || ' DESC, m.id DESC' ELSE 'm.id DESC' END;
    beyond := CASE sort WHEN 'distance' THEN '(m.at <-> $2, m.id) > ($4, $5)' WHEN 'rating' THEN '(m.score, m.id) < ($4, $5)'
        WHEN 'date' THEN '(' || starts || CASE WHEN by_dates THEN ', d.market_id' ELSE ', m.id' END || ') > (timestamptz ''epoch'' + $4 * interval ''1 microsecond'', $5)'
        WHEN 'relevance' THEN '(' || keyed || ', m.id) < ($4, $5)' ELSE 'm.id < $5' END;

    IF sort = 'distance' OR (sort IN ('date', 'rating', 'newest') AND (metres IS NULL OR metres > near)) THEN
        sought := format(CASE
            -- Distances come from the index alone, without the ids that part equal ones: those are sorted as they come.
            WHEN sort = 'distance' THEN 'SELECT w.id, w.key, w.fits FROM (SELECT m.id, %1$s AS key, (%2$s) AS fits FROM market m WHERE m.listed AND ($5 IS NULL OR %3$s)
                ORDER BY m.at <-> $2) w ORDER BY w.key, w.id'
            -- What lasts longer than a day may have begun long before the span.
            WHEN by_dates THEN 'SELECT d.market_id AS id, (%1$s)::float8 AS key, (SELECT m.listed AND %2$s AND d.key = (SELECT n.key FROM market_date_in(m.id, m.zone, $6, $7, $8) n)
                FROM market m WHERE m.id = d.market_id) AS fits
                FROM ((SELECT d.* FROM market_date d WHERE d.starts >= $10 AND d.starts < $9 AND d.ends > now() AND ($5 IS NULL OR %3$s) ORDER BY d.starts, d.market_id LIMIT %5$s)
                      UNION ALL (SELECT d.* FROM market_date d WHERE d.long AND d.starts >= $10 - interval ''32 days'' AND d.starts < $10 AND d.ends > now() AND ($5 IS NULL OR %3$s)
                                 ORDER BY d.starts, d.market_id LIMIT %5$s)) d
                ORDER BY %4$s LIMIT %5$s'
            ELSE 'SELECT m.id, (%1$s)::float8 AS key, (%2$s) AS fits FROM market m WHERE m.listed AND ($5 IS NULL OR %3$s) ORDER BY %4$s' END,
            keyed, fits, beyond, in_order, walk + 1);
        FOR found IN EXECUTE sought
        USING filter, here, metres, last_key, last, span, first, final, before, since, most LOOP
            walked := walked + 1;
            EXIT WHEN walked > walk OR (sort = 'distance' AND found.key > metres);
            CONTINUE WHEN found.fits IS NOT TRUE;
            id := found.id;
            key := found.key;
            RETURN NEXT;
            shown := shown + 1;
            EXIT WHEN shown >= most;
        END LOOP;
        IF walked <= walk THEN
            RETURN;
        END IF;
        IF shown > 0 THEN -- on from the last that was found
            last := id;
            last_key := key;
        END IF;
    END IF;
    IF by_dates THEN
        of := 'market m CROSS JOIN LATERAL market_date_in(m.id, m.zone, $6, $7, $8) d';
    ELSIF span = 'days' THEN
        fits := fits || ' AND m.id IN (SELECT market_id FROM market_date WHERE starts >= $10 AND starts < $9 UNION ALL SELECT market_id FROM market_date
            WHERE long AND starts >= $10 - interval ''32 days'' AND starts < $10)';
    END IF;
    RETURN QUERY EXECUTE format('SELECT m.id, (%s)::float8 FROM %s WHERE m.listed AND %s%s AND ($5 IS NULL OR %s) ORDER BY %s LIMIT $11 - %s',
                                keyed, of, fits, around, beyond, in_order, shown)
    USING filter, here, metres, last_key, last, span, first, final, before, since, most;
END $$;

-- Of each of DAYS days from FIRST on, at most EACH dates by the hour, and how many there are, counted up to MOST. A point with its radius
-- gathers the markets around it first; without one each day is looked up.
CREATE FUNCTION market_days(first date, days bigint, each bigint, most bigint, latitude float8, longitude float8, radius float8,
                            OUT day date, OUT market_id uuid, OUT starts timestamptz, OUT ends timestamptz, OUT status text, OUT markets bigint)
RETURNS SETOF record LANGUAGE plpgsql STABLE SET plan_cache_mode = force_custom_plan SET random_page_cost = 1.1 SET jit = off AS $$
#variable_conflict use_column
DECLARE
    here cube := earth_point(latitude, longitude);
BEGIN
    IF here IS NULL THEN
        RETURN QUERY
        SELECT w.day, t.market_id, t.starts, t.ends, t.status, t.markets
        FROM (SELECT first + n AS day FROM generate_series(0, days::int - 1) n) w CROSS JOIN LATERAL (
            SELECT f.*, count(*) OVER () AS markets, row_number() OVER (ORDER BY f.starts, f.market_id) AS place
            FROM (SELECT d.market_id, d.starts, d.ends, d.status FROM market_date d JOIN market m ON m.id = d.market_id WHERE d.day = w.day AND m.listed LIMIT most) f
        ) t WHERE t.place <= each;
    ELSE
        RETURN QUERY
        SELECT t.day, t.market_id, t.starts, t.ends, t.status, least(t.markets, most)
        FROM (SELECT d.day, d.market_id, d.starts, d.ends, d.status, count(*) OVER (PARTITION BY d.day) AS markets,
                     row_number() OVER (PARTITION BY d.day ORDER BY d.starts, d.market_id) AS place
              FROM (SELECT m.id FROM market m WHERE m.listed AND m.at <@ cube_enlarge(here, radius, 3) AND m.at <-> here <= radius ORDER BY m.at <-> here LIMIT 1000) m
                   JOIN market_date d ON d.market_id = m.id
              WHERE d.day >= first AND d.day < first + days::int AND d.starts > first::timestamptz - interval '2 days'
                    AND d.starts < (first + days::int)::timestamptz + interval '2 days') t
        WHERE t.place <= each;
    END IF;
END $$;

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
