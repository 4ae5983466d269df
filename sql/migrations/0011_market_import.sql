-- The market room's sources: what is read from elsewhere, what each of them said, and what became of it. docs/markets-import.md.

CREATE TABLE market_source (
    id           uuid PRIMARY KEY,
    account_id   uuid REFERENCES account ON DELETE SET NULL, -- who added it
    title        text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 120),
    kind         text NOT NULL CHECK (kind IN ('page', 'json-ld', 'microdata', 'h-event', 'ics', 'geojson', 'list')),
    address      text NOT NULL UNIQUE CHECK (octet_length(address) BETWEEN 1 AND 2000), -- http, https, or file:… for what an operator hands over
    enabled      bool NOT NULL DEFAULT true, -- read every night
    settings     jsonb NOT NULL DEFAULT '{}', -- app/market/read.h: selectors and the like
    -- What is so unless the source says otherwise; empty: nothing is.
    zone         text NOT NULL DEFAULT '',
    country      text NOT NULL DEFAULT '' CHECK (country ~ '^([A-Z]{2})?$'),
    currency     text NOT NULL DEFAULT '' CHECK (currency ~ '^([A-Z]{3})?$'),
    region       text NOT NULL DEFAULT '' CHECK (char_length(region) <= 120),
    town         text NOT NULL DEFAULT '' CHECK (char_length(town) <= 120),
    market_kind  text NOT NULL DEFAULT '' CHECK (market_kind IN ('', 'flea', 'antiques', 'car_boot', 'farmers', 'christmas', 'crafts', 'fair', 'other')),
    credit       text NOT NULL DEFAULT '' CHECK (char_length(credit) <= 200), -- who must be named
    credit_url   text NOT NULL DEFAULT '' CHECK (octet_length(credit_url) <= 2000),
    delay_ms     bigint NOT NULL DEFAULT 0 CHECK (delay_ms BETWEEN 0 AND 600000), -- between two requests, where that is more than the site's own
    pages        int NOT NULL DEFAULT 50 CHECK (pages BETWEEN 1 AND 2000), -- of one reading, details included
    vanish_percent int NOT NULL DEFAULT 34 CHECK (vanish_percent BETWEEN 0 AND 100), -- more than that gone at once: the reading must have failed
    vanish_after int NOT NULL DEFAULT 1 CHECK (vanish_after BETWEEN 1 AND 100), -- readings in a row that miss it
    due_at       timestamptz NOT NULL DEFAULT now(), -- when it is read next by itself
    created_at   timestamptz NOT NULL DEFAULT now(),
    updated_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX market_source_account ON market_source (account_id);
CREATE INDEX market_source_due ON market_source (due_at) WHERE enabled;

-- A reading of a source. Its pages are those of market_page that name it: a worker that dies loses none of them.
CREATE TABLE market_run (
    id           uuid PRIMARY KEY,
    source_id    uuid NOT NULL REFERENCES market_source ON DELETE CASCADE,
    account_id   uuid REFERENCES account ON DELETE SET NULL, -- who asked for it
    cause        text NOT NULL CHECK (cause IN ('schedule', 'person', 'command')),
    trial        bool NOT NULL DEFAULT false, -- nothing was written; what would have been is in PREVIEW
    state        text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'ok', 'partial', 'failed', 'unchanged', 'refused_by_robots')),
    started_at   timestamptz NOT NULL DEFAULT now(),
    ended_at     timestamptz,
    requests     int NOT NULL DEFAULT 0,
    read         int NOT NULL DEFAULT 0,
    created      int NOT NULL DEFAULT 0,
    changed      int NOT NULL DEFAULT 0,
    unchanged    int NOT NULL DEFAULT 0,
    vanished     int NOT NULL DEFAULT 0,
    refused      int NOT NULL DEFAULT 0,
    merged       int NOT NULL DEFAULT 0,
    queued       int NOT NULL DEFAULT 0, -- likenesses that a person decides about
    conflicts    int NOT NULL DEFAULT 0,
    window_from  timestamp, -- what was really read, by the clock of the source's zone
    window_until timestamp, -- null: without end
    problems     jsonb NOT NULL DEFAULT '[]', -- [{"kind", "scope", "where", "what"}]
    preview      jsonb NOT NULL DEFAULT '[]', -- [{"name", "town", "when", "outcome", …}]
    undone_at    timestamptz
);
CREATE INDEX market_run_source ON market_run (source_id, id DESC);
CREATE INDEX market_run_account ON market_run (account_id);
CREATE UNIQUE INDEX market_run_running ON market_run (source_id) WHERE state = 'running'; -- one at a time

-- A page as it was read last: asked for anew only if it changed.
CREATE TABLE market_page (
    source_id    uuid NOT NULL REFERENCES market_source ON DELETE CASCADE,
    address      text NOT NULL, -- as it was asked for
    run_id       uuid, -- that looked last
    answered_by  text NOT NULL, -- where the redirects led
    etag         text NOT NULL DEFAULT '',
    last_modified text NOT NULL DEFAULT '',
    content_type text NOT NULL DEFAULT '',
    body         bytea NOT NULL,
    applied      bool NOT NULL DEFAULT false, -- what it says was taken over
    fetched_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (source_id, address)
);

-- A site that pages come from: scheme, name and port. Whoever holds LOCKED_UNTIL is the one connection.
CREATE TABLE market_host (
    origin       text PRIMARY KEY,
    holder       uuid,
    locked_until timestamptz NOT NULL DEFAULT '-infinity',
    next_at      timestamptz NOT NULL DEFAULT '-infinity', -- no request before
    delay_ms     bigint NOT NULL DEFAULT 0,
    failures     int NOT NULL DEFAULT 0, -- in a row
    robots       bytea, -- null: not read, or refused
    robots_says  text CHECK (robots_says IN ('read', 'allow', 'disallow')),
    robots_at    timestamptz NOT NULL DEFAULT '-infinity'
);

-- What a source says of a market, by the name that it has there.
CREATE TABLE market_origin (
    source_id    uuid NOT NULL REFERENCES market_source ON DELETE CASCADE,
    external_id  text NOT NULL,
    market_id    uuid NOT NULL REFERENCES market ON DELETE CASCADE,
    said         jsonb NOT NULL, -- {"fields": {column: value}, "rules", "hours", "dates": [{"id", "key", "starts", "ends", "status", "reason"}]}, this time
    dates        jsonb NOT NULL, -- those, and earlier ones that nothing speaks against
    where_found  text NOT NULL DEFAULT '', -- its page there
    first_at     timestamptz NOT NULL DEFAULT now(),
    said_at      timestamptz NOT NULL DEFAULT now(), -- when it said something new
    missing      int NOT NULL DEFAULT 0, -- readings in a row without it
    vanished_at  timestamptz,
    PRIMARY KEY (source_id, external_id)
);
CREATE INDEX market_origin_market ON market_origin (market_id);

-- A source says one thing, a person said another: the person's stands until somebody decides.
CREATE TABLE market_conflict (
    id           uuid PRIMARY KEY,
    market_id    uuid NOT NULL REFERENCES market ON DELETE CASCADE,
    source_id    uuid NOT NULL REFERENCES market_source ON DELETE CASCADE,
    run_id       uuid REFERENCES market_run ON DELETE SET NULL,
    field        text NOT NULL,
    ours         jsonb NOT NULL,
    theirs       jsonb NOT NULL,
    state        text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'accepted', 'refused', 'over')), -- over: both say the same now
    created_at   timestamptz NOT NULL DEFAULT now(),
    decided_at   timestamptz,
    decided_by   uuid REFERENCES account ON DELETE SET NULL
);
CREATE UNIQUE INDEX market_conflict_open ON market_conflict (market_id, source_id, field) WHERE state = 'open';
CREATE INDEX market_conflict_waiting ON market_conflict (id) WHERE state = 'open';
CREATE INDEX market_conflict_market ON market_conflict (market_id, id DESC);
CREATE INDEX market_conflict_source ON market_conflict (source_id);
CREATE INDEX market_conflict_run ON market_conflict (run_id);
CREATE INDEX market_conflict_by ON market_conflict (decided_by);

-- Two markets that may be one.
CREATE TABLE market_merge (
    id           uuid PRIMARY KEY,
    kept         uuid NOT NULL REFERENCES market ON DELETE CASCADE,
    merged       uuid NOT NULL REFERENCES market ON DELETE CASCADE,
    likeness     float8 NOT NULL CHECK (likeness BETWEEN 0 AND 1),
    state        text NOT NULL CHECK (state IN ('queued', 'done', 'undone', 'refused')),
    run_id       uuid REFERENCES market_run ON DELETE SET NULL, -- that found it
    moved        jsonb NOT NULL DEFAULT '[]', -- [{"table", "column", "key"}]: rows that went over, to bring them back
    filled       jsonb NOT NULL DEFAULT '{}', -- {field: value} that the kept one took over
    created_at   timestamptz NOT NULL DEFAULT now(),
    decided_at   timestamptz,
    decided_by   uuid REFERENCES account ON DELETE SET NULL, -- null: the program by itself
    CHECK (kept <> merged)
);
CREATE UNIQUE INDEX market_merge_pair ON market_merge (least(kept, merged), greatest(kept, merged));
CREATE INDEX market_merge_kept ON market_merge (kept);
CREATE INDEX market_merge_merged ON market_merge (merged);
CREATE INDEX market_merge_waiting ON market_merge (id) WHERE state = 'queued';
CREATE INDEX market_merge_done ON market_merge (id DESC) WHERE state = 'done';
CREATE INDEX market_merge_run ON market_merge (run_id);
CREATE INDEX market_merge_by ON market_merge (decided_by);

-- What a run did, to undo it.
CREATE TABLE market_change (
    run_id       uuid NOT NULL REFERENCES market_run ON DELETE CASCADE,
    position     bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    market_id    uuid NOT NULL REFERENCES market ON DELETE CASCADE,
    external_id  text NOT NULL,
    what         text NOT NULL CHECK (what IN ('created', 'joined', 'changed', 'vanished', 'returned')),
    before       jsonb NOT NULL, -- columns as they were; {} where it was created
    after        jsonb NOT NULL,
    origin       jsonb, -- the origin's row as it was; null: there was none
    PRIMARY KEY (run_id, position)
);
CREATE INDEX market_change_market ON market_change (market_id, position);

-- The columns that sources speak of, as JSON; a point is one value. Equal JSON is an equal market.
CREATE FUNCTION market_columns(m market) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('title', m.title, 'description', m.description, 'kind', m.kind, 'setting', m.setting, 'place', m.place, 'street', m.street,
        'postcode', m.postcode, 'town', m.town, 'region', m.region, 'country', m.country,
        'point', CASE WHEN m.latitude IS NULL THEN NULL ELSE jsonb_build_array(m.latitude, m.longitude) END, 'zone', m.zone,
        'entrance_fee', m.entrance_fee, 'stall_price', m.stall_price, 'currency', m.currency, 'accessible', m.accessible, 'toilets', m.toilets,
        'dogs', m.dogs, 'cards', m.cards, 'website', m.website, 'email', m.email, 'phone', m.phone, 'status', m.status, 'organiser_id', m.organiser_id,
        'schedule', m.schedule)
$$;

-- Writes what market_columns reads, as far as COLUMNS has it. ORIGINS replaces who said what.
CREATE FUNCTION market_columns_put(market_id uuid, columns jsonb, origins jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    was market;
    c jsonb;
BEGIN
    SELECT m.* INTO was FROM market m WHERE m.id = market_columns_put.market_id FOR NO KEY UPDATE;
    c := market_columns(was) || columns;
    UPDATE market m SET title = c ->> 'title', description = c ->> 'description', kind = c ->> 'kind', setting = c ->> 'setting', place = c ->> 'place',
        street = c ->> 'street', postcode = c ->> 'postcode', town = c ->> 'town', region = c ->> 'region', country = c ->> 'country',
        latitude = (c -> 'point' ->> 0)::float8, longitude = (c -> 'point' ->> 1)::float8, zone = c ->> 'zone',
        entrance_fee = (c ->> 'entrance_fee')::bigint, stall_price = (c ->> 'stall_price')::bigint, currency = c ->> 'currency',
        accessible = (c ->> 'accessible')::bool, toilets = (c ->> 'toilets')::bool, dogs = (c ->> 'dogs')::bool, cards = (c ->> 'cards')::bool,
        website = c ->> 'website', email = c ->> 'email', phone = c ->> 'phone', status = c ->> 'status', organiser_id = (c ->> 'organiser_id')::uuid,
        schedule = c -> 'schedule', origins = market_columns_put.origins, updated_at = now(),
        sequence = m.sequence + (columns ?| ARRAY['title', 'schedule', 'zone', 'status', 'place', 'street', 'postcode', 'town', 'country', 'point'])::int
    WHERE m.id = was.id;
END $$;

-- True: the value says nothing.
CREATE FUNCTION market_blank(value jsonb) RETURNS bool LANGUAGE sql IMMUTABLE AS $$
    SELECT value IS NULL OR value IN ('null', '""', '"unknown"', '{}', '[]')
$$;

-- Notes who says a field; a point stands in two columns.
CREATE FUNCTION market_mark(field text, source text) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT CASE field WHEN 'point' THEN jsonb_build_object('latitude', v, 'longitude', v) ELSE jsonb_build_object(field, v) END
    FROM jsonb_build_object('source', source, 'at', now()) v
$$;

-- Who holds a field: a source's id, 'person', or null where nobody does. What stands in an entry of a person's without a word on where it is from is the
-- person's own.
CREATE FUNCTION market_holder(m market, field text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT coalesce(m.origins -> CASE field WHEN 'point' THEN 'latitude' ELSE field END ->> 'source',
                    CASE WHEN m.account_id IS NOT NULL AND NOT market_blank(market_columns(m) -> field) AND field NOT IN ('status', 'currency', 'zone') THEN 'person' END)
$$;

-- When a market is, as one of its sources says: all that it says under any name. One rule for the single dates of each length.
CREATE FUNCTION market_compose(market_id uuid, source_id uuid) RETURNS jsonb LANGUAGE sql STABLE AS $$
    WITH origin AS (
        SELECT o.* FROM market_origin o
        WHERE o.market_id = market_compose.market_id AND o.source_id = market_compose.source_id
    ), live AS (
        SELECT * FROM origin WHERE vanished_at IS NULL
    ), day AS ( -- the last word on each key
        SELECT DISTINCT ON (d ->> 'key') d ->> 'key' AS key, d ->> 'starts' AS starts, d ->> 'ends' AS ends, d ->> 'status' AS status,
               coalesce(d ->> 'reason', '') AS reason, coalesce((d ->> 'over')::bool, false) AS over,
               (extract(epoch FROM (d ->> 'ends')::timestamp - (d ->> 'starts')::timestamp) / 60)::bigint AS minutes
        FROM origin, jsonb_array_elements(origin.dates) d
        ORDER BY d ->> 'key', origin.said_at DESC, origin.external_id
    ), rule AS (
        SELECT 0 AS kind, live.first_at, live.external_id, r.n, r.rule FROM live, jsonb_array_elements(live.said -> 'rules') WITH ORDINALITY r(rule, n)
        UNION ALL
        SELECT 1, now(), min(key), minutes, jsonb_build_object('starts', min(key), 'minutes', minutes)
               || CASE WHEN count(*) > 1 THEN jsonb_build_object('rdates', jsonb_agg(key ORDER BY key) - 0) ELSE '{}' END
        FROM day WHERE NOT over GROUP BY minutes
    )
    SELECT jsonb_strip_nulls(jsonb_build_object(
        'rules', (SELECT jsonb_agg(rule ORDER BY kind, first_at, external_id, n) FROM rule),
        'opening_hours', (SELECT string_agg(DISTINCT nullif(live.said ->> 'hours', ''), '; ') FROM live),
        'overrides', (SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('key', key, 'status', status, 'reason', nullif(reason, ''),
                                 'starts', CASE WHEN starts <> key THEN starts END, 'ends', CASE WHEN starts <> key THEN ends END)) ORDER BY key)
                      FROM day WHERE status <> 'scheduled' OR over)))
$$;

-- SCHEDULE as a source says it, with what people said of single dates in the one that stands; WAS is what the source said before.
CREATE FUNCTION market_schedule_with(schedule jsonb, stands jsonb, was jsonb) RETURNS jsonb LANGUAGE sql STABLE AS $$
    WITH own AS (
        SELECT o FROM jsonb_array_elements(coalesce(stands -> 'overrides', '[]')) o
        WHERE NOT coalesce(was -> 'overrides', '[]') @> jsonb_build_array(o)
    ), every AS (
        SELECT o FROM own
        UNION ALL
        SELECT o FROM jsonb_array_elements(coalesce(schedule -> 'overrides', '[]')) o WHERE o ->> 'key' NOT IN (SELECT own.o ->> 'key' FROM own)
    )
    SELECT (schedule - 'overrides') || coalesce((SELECT jsonb_build_object('overrides', jsonb_agg(o ORDER BY o ->> 'key')) FROM every HAVING count(*) > 0), '{}')
$$;

-- A date that the source names keeps its key when it moves; so does the only one of a market that is told anew before it was held. SAID speaks of
-- now, WAS is what it said last, TODAY the day by the clock there.
CREATE FUNCTION market_dates_keyed(said jsonb, was jsonb, today timestamp) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
    found jsonb := coalesce(said -> 'dates', '[]');
    old jsonb := coalesce(was -> 'dates', '[]');
    only_one bool := jsonb_array_length(found) = 1 AND jsonb_array_length(old) = 1 AND (found -> 0 ->> 'starts')::timestamp >= today
                     AND (old -> 0 ->> 'starts')::timestamp >= today AND found -> 0 ->> 'id' IS NULL;
BEGIN
    RETURN said || jsonb_build_object('dates', coalesce((
        SELECT jsonb_agg(d || CASE WHEN o.key IS NOT NULL AND o.key <> d ->> 'key'
                                   THEN jsonb_build_object('key', o.key, 'status', CASE WHEN d ->> 'status' = 'cancelled' THEN 'cancelled'
                                                                                         WHEN o.key = d ->> 'starts' THEN 'scheduled' ELSE 'moved' END)
                                   ELSE '{}' END ORDER BY n)
        FROM jsonb_array_elements(found) WITH ORDINALITY f(d, n)
        LEFT JOIN LATERAL (
            SELECT w ->> 'key' AS key FROM jsonb_array_elements(old) w
            WHERE coalesce(d ->> 'over', 'false') <> 'true' AND (w ->> 'id' = d ->> 'id' OR only_one) LIMIT 1) o ON true), '[]'));
END $$;

-- The dates of an origin: those that it says now, and those it said before where they were not looked for: before FROM, after UNTIL (null: no end), or
-- all of them where FROM is null.
CREATE FUNCTION market_dates_kept(now_said jsonb, before jsonb, since timestamp, until timestamp) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT coalesce(jsonb_agg(d ORDER BY d ->> 'key'), '[]')
    FROM (SELECT d FROM jsonb_array_elements(now_said) d
          UNION ALL
          SELECT b FROM jsonb_array_elements(before) b
          WHERE (since IS NULL OR (b ->> 'starts')::timestamp < since OR (b ->> 'starts')::timestamp > until)
            AND b ->> 'key' NOT IN (SELECT n ->> 'key' FROM jsonb_array_elements(now_said) n)) every
$$;

-- A source and a person disagree. False: that was decided before, or waits already.
CREATE FUNCTION market_conflict_put(run uuid, about uuid, source uuid, in_field text, in_ours jsonb, in_theirs jsonb) RETURNS bool LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM market_conflict c WHERE c.market_id = about AND c.source_id = source AND c.field = in_field AND c.theirs = in_theirs
               AND c.state IN ('open', 'refused')) THEN
        RETURN false;
    END IF;
    UPDATE market_conflict c SET ours = in_ours, theirs = in_theirs, run_id = run, created_at = now()
    WHERE c.market_id = about AND c.source_id = source AND c.field = in_field AND c.state = 'open';
    IF NOT FOUND THEN
        INSERT INTO market_conflict (id, market_id, source_id, run_id, field, ours, theirs)
        VALUES (gen_random_uuid(), about, source, run, in_field, in_ours, in_theirs);
    END IF;
    RETURN true;
END $$;

-- What becomes of one value that a source says: 'take', 'conflict', or null for nothing.
CREATE FUNCTION market_verdict(m market, source uuid, field text, value jsonb, fill_only bool) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
    stands jsonb := market_columns(m) -> field;
    holder text := market_holder(m, field);
BEGIN
    IF stands IS NOT DISTINCT FROM value THEN
        RETURN NULL;
    ELSIF holder IS NULL OR (market_blank(stands) AND holder <> 'person') THEN
        RETURN 'take';
    ELSIF fill_only THEN
        RETURN NULL;
    ELSIF holder = 'person' THEN
        RETURN CASE WHEN market_blank(value) THEN NULL ELSE 'conflict' END; -- silence contradicts nobody
    ELSIF holder = source::text OR NOT EXISTS (SELECT FROM market_origin o WHERE o.market_id = m.id AND o.source_id::text = holder AND o.vanished_at IS NULL) THEN
        RETURN 'take';
    END IF;
    RETURN NULL;
END $$;

-- The market that a source tells of under another name already: its name and place are the same.
CREATE FUNCTION market_series(source uuid, fields jsonb) RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT m.id FROM market_origin o JOIN market m ON m.id = o.market_id
    WHERE o.source_id = source AND name_fold(o.said -> 'fields' ->> 'title') = name_fold(fields ->> 'title')
      AND m.merged_into IS NULL
      AND CASE WHEN fields ? 'point' AND o.said -> 'fields' ? 'point'
               THEN earth_point((fields -> 'point' ->> 0)::float8, (fields -> 'point' ->> 1)::float8)
                    <-> earth_point((o.said -> 'fields' -> 'point' ->> 0)::float8, (o.said -> 'fields' -> 'point' ->> 1)::float8) <= 300
               ELSE name_fold(concat_ws('|', fields ->> 'place', fields ->> 'street', fields ->> 'town'))
                    = name_fold(concat_ws('|', o.said -> 'fields' ->> 'place', o.said -> 'fields' ->> 'street', o.said -> 'fields' ->> 'town'))
                    AND coalesce(fields ->> 'place', fields ->> 'street', fields ->> 'town', '') <> '' END
    ORDER BY o.first_at, m.id LIMIT 1
$$;
CREATE INDEX market_origin_title ON market_origin (source_id, name_fold(said -> 'fields' ->> 'title'));

-- Takes one market over as its source says it. OUTCOME: created, joined (a further name of a market that is known), changed, returned, unchanged.
-- DATED: its dates must be written anew.
CREATE FUNCTION market_take(run uuid, source uuid, external text, new_said jsonb, page text, today timestamp, since timestamp, until timestamp,
                            new_id uuid, new_slug text, new_zone text, new_currency text, OUT market_id uuid, OUT outcome text, OUT dated bool, OUT conflicts int)
LANGUAGE plpgsql AS $$
DECLARE
    o market_origin;
    m market;
    known bool;
    put jsonb := '{}';
    who jsonb;
    was_composed jsonb;
    composed jsonb;
    dates_now jsonb;
    pair record;
    verdict text;
BEGIN
    conflicts := 0;
    dated := false;
    SELECT * INTO o FROM market_origin mo WHERE mo.source_id = source AND mo.external_id = external FOR UPDATE;
    known := FOUND;
    new_said := market_dates_keyed(new_said, CASE WHEN known THEN o.said || jsonb_build_object('dates', o.said -> 'dates') END, today);
    IF known AND o.said = new_said AND o.vanished_at IS NULL AND o.missing = 0 THEN
        market_id := o.market_id;
        outcome := 'unchanged';
        RETURN;
    END IF;
    market_id := coalesce(o.market_id, market_series(source, new_said -> 'fields'));
    outcome := CASE WHEN NOT known AND market_id IS NULL THEN 'created' WHEN NOT known THEN 'joined' WHEN o.vanished_at IS NOT NULL THEN 'returned' ELSE 'unchanged' END;
    IF outcome = 'created' THEN
        market_id := new_id;
        INSERT INTO market (id, slug, title, zone, currency) VALUES (new_id, new_slug, new_said -> 'fields' ->> 'title', new_zone, new_currency);
    END IF;
    SELECT * INTO m FROM market x WHERE x.id = market_id FOR NO KEY UPDATE;
    who := m.origins;
    was_composed := market_compose(market_id, source);
    dates_now := market_dates_kept(coalesce(new_said -> 'dates', '[]'), coalesce(o.dates, '[]'), since, until);
    IF known THEN
        UPDATE market_origin mo SET said = new_said, dates = dates_now, where_found = page, said_at = now(), missing = 0, vanished_at = NULL
        WHERE mo.source_id = source AND mo.external_id = external;
    ELSE
        INSERT INTO market_origin (source_id, external_id, market_id, said, dates, where_found) VALUES (source, external, market_id, new_said, dates_now, page);
    END IF;
    FOR pair IN SELECT key, value FROM jsonb_each(new_said -> 'fields')
                WHERE outcome <> 'unchanged' OR value IS DISTINCT FROM o.said -> 'fields' -> key LOOP
        verdict := CASE WHEN outcome = 'created' THEN 'take' ELSE market_verdict(m, source, pair.key, pair.value, outcome = 'joined') END;
        IF verdict = 'take' THEN
            put := put || jsonb_build_object(pair.key, pair.value);
            who := who || market_mark(pair.key, source::text);
        ELSIF verdict = 'conflict' THEN
            conflicts := conflicts + market_conflict_put(run, market_id, source, pair.key, market_columns(m) -> pair.key, pair.value)::int;
        ELSIF market_holder(m, pair.key) = 'person' AND market_columns(m) -> pair.key = pair.value THEN
            UPDATE market_conflict c SET state = 'over', decided_at = now()
            WHERE c.market_id = m.id AND c.source_id = source AND c.field = pair.key AND c.state = 'open';
        END IF;
    END LOOP;
    composed := market_compose(market_id, source);
    IF composed <> was_composed OR outcome IN ('created', 'returned') THEN
        verdict := CASE WHEN market_holder(m, 'schedule') = source::text THEN 'take' ELSE market_verdict(m, source, 'schedule', composed, false) END;
        composed := market_schedule_with(composed, m.schedule, was_composed);
        IF verdict = 'take' AND composed <> m.schedule THEN
            put := put || jsonb_build_object('schedule', composed);
            who := who || market_mark('schedule', source::text);
        ELSIF verdict = 'conflict' THEN
            conflicts := conflicts + market_conflict_put(run, market_id, source, 'schedule', m.schedule, composed)::int;
        END IF;
    END IF;
    IF m.status = 'ended' AND m.origins -> 'status' ->> 'source' = source::text AND NOT put ? 'status' AND new_said -> 'fields' ->> 'status' IS DISTINCT FROM 'ended' THEN
        put := put || '{"status": "active"}'; -- it is told of again
    END IF;
    IF put <> '{}' THEN
        IF outcome = 'unchanged' THEN
            outcome := 'changed';
        END IF;
        dated := put ?| ARRAY['schedule', 'zone', 'point', 'country', 'region'];
        PERFORM market_columns_put(market_id, put, who);
    END IF;
    IF outcome = 'created' THEN
        UPDATE market x SET sequence = 0 WHERE x.id = market_id;
    END IF;
    INSERT INTO market_change (run_id, market_id, external_id, what, before, after, origin)
    VALUES (run, market_id, external, CASE outcome WHEN 'unchanged' THEN 'changed' ELSE outcome END,
            CASE WHEN outcome = 'created' THEN '{}' ELSE (SELECT coalesce(jsonb_object_agg(k, market_columns(m) -> k), '{}') FROM jsonb_object_keys(put) k) END,
            put, CASE WHEN known THEN to_jsonb(o) END);
END $$;

-- What a reading should have told of and did not: names of the source that are alive and have a date in what was read.
CREATE FUNCTION market_expected(source uuid, since timestamp, until timestamp) RETURNS SETOF market_origin LANGUAGE sql STABLE AS $$
    SELECT o.* FROM market_origin o
    WHERE o.source_id = source AND o.vanished_at IS NULL
      AND (EXISTS (SELECT FROM jsonb_array_elements(o.dates) d WHERE (d ->> 'starts')::timestamp >= since AND (until IS NULL OR (d ->> 'starts')::timestamp <= until))
           OR ((jsonb_array_length(coalesce(o.said -> 'rules', '[]')) > 0 OR coalesce(o.said ->> 'hours', '') <> '')
               AND (until IS NULL OR EXISTS (SELECT FROM market_date d JOIN market m ON m.id = d.market_id
                                             WHERE d.market_id = o.market_id AND d.key >= since AND d.key <= until)))
           OR (until IS NULL AND o.dates = '[]'))
$$;

-- True: the source still has something to say by this name: a date to come, or something that goes on.
CREATE FUNCTION market_speaks(o market_origin, since timestamp) RETURNS bool LANGUAGE sql STABLE AS $$
    SELECT o.vanished_at IS NULL AND (o.dates = '[]' OR jsonb_array_length(coalesce(o.said -> 'rules', '[]')) > 0 OR coalesce(o.said ->> 'hours', '') <> ''
           OR EXISTS (SELECT FROM jsonb_array_elements(o.dates) d WHERE (d ->> 'ends')::timestamp >= since))
$$;

-- One of them is gone: its dates in what was read are, and the market has ended where nobody else speaks for it. A market that people keep waits for them.
CREATE FUNCTION market_vanish(run uuid, source uuid, external text, since timestamp, until timestamp, OUT market_id uuid, OUT dated bool, OUT conflicts int)
LANGUAGE plpgsql AS $$
DECLARE
    o market_origin;
    m market;
    was_composed jsonb;
    composed jsonb;
    other uuid;
    put jsonb := '{}';
    who jsonb;
BEGIN
    conflicts := 0;
    SELECT * INTO STRICT o FROM market_origin mo WHERE mo.source_id = source AND mo.external_id = external FOR UPDATE;
    market_id := o.market_id;
    SELECT * INTO STRICT m FROM market x WHERE x.id = o.market_id FOR NO KEY UPDATE;
    who := m.origins;
    was_composed := market_compose(market_id, source);
    UPDATE market_origin mo SET vanished_at = now(), dates = market_dates_kept('[]', o.dates, since, until)
    WHERE mo.source_id = source AND mo.external_id = external;
    composed := market_compose(market_id, source);
    SELECT l.source_id INTO other FROM market_origin l WHERE l.market_id = m.id AND market_speaks(l, since) ORDER BY l.source_id = source DESC, l.first_at LIMIT 1;
    IF other IS NOT NULL AND other <> source AND market_holder(m, 'schedule') = source::text THEN
        composed := market_compose(market_id, other); -- the next one has the word
        who := who || market_mark('schedule', other::text);
    END IF;
    IF market_holder(m, 'schedule') = source::text THEN
        composed := market_schedule_with(composed, m.schedule, was_composed);
        IF composed <> m.schedule THEN
            put := jsonb_build_object('schedule', composed);
        END IF;
    END IF;
    IF other IS NULL AND m.status = 'active' AND m.merged_into IS NULL THEN
        IF m.account_id IS NOT NULL OR EXISTS (SELECT FROM jsonb_each(m.origins) e WHERE e.value ->> 'source' = 'person') THEN
            put := '{}'; -- their entry stands as it is until they decide
            conflicts := market_conflict_put(run, market_id, source, 'status', '"active"', '"ended"')::int;
        ELSIF NOT EXISTS (SELECT FROM market_date d WHERE d.market_id = m.id AND until IS NOT NULL AND d.key > until) THEN
            put := put || '{"status": "ended"}';
            who := who || market_mark('status', source::text);
        END IF;
    END IF;
    dated := put ? 'schedule';
    IF put <> '{}' THEN
        PERFORM market_columns_put(market_id, put, who);
    END IF;
    INSERT INTO market_change (run_id, market_id, external_id, what, before, after, origin)
    VALUES (run, market_id, external, 'vanished', (SELECT coalesce(jsonb_object_agg(k, market_columns(m) -> k), '{}') FROM jsonb_object_keys(put) k), put, to_jsonb(o));
END $$;

-- What a name says beyond "flea market": words of the kind, small words and punctuation are left out.
CREATE FUNCTION market_core(name text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(string_agg(word, ' ' ORDER BY n), '')
    FROM regexp_split_to_table(name_fold(name), '[^a-z0-9]+') WITH ORDINALITY w(word, n)
    WHERE word <> '' AND word NOT IN (
        'loppemarked', 'loppemarkedet', 'loppemarkeder', 'loppetorv', 'loppe', 'lopper', 'loppis', 'kraemmermarked', 'kraemmermarkedet', 'bagagerumsmarked',
        'bagagerum', 'genbrugsmarked', 'torvedag', 'marked', 'markedet', 'markeder', 'marked', 'stor', 'store', 'stort', 'stoerste', 'lille', 'aarets', 'byens',
        'i', 'paa', 'ved', 'og', 'en', 'et', 'den', 'det', 'de', 'til', 'fra', 'hos', 'for', 'med', 'af', 'om',
        'flohmarkt', 'floh', 'troedelmarkt', 'troedel', 'markt', 'kofferraummarkt', 'der', 'die', 'das', 'dem', 'und', 'im', 'in', 'am', 'an', 'auf', 'beim', 'bei',
        'zu', 'zum', 'zur', 'vom', 'von', 'grosser', 'grosse', 'grosses', 'kleiner',
        'flea', 'market', 'markets', 'fleamarket', 'car', 'boot', 'sale', 'carboot', 'jumble', 'swap', 'meet', 'the', 'a', 'at', 'of', 'and', 'on', 'by', 'big', 'great')
$$;

CREATE FUNCTION market_digits(name text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(d[1] ORDER BY d[1]), '{}') FROM regexp_matches(name, '[0-9]+', 'g') d
$$;

-- How much two markets at one place on one day look like one, 0 to 1. Other digits or another town in the names: not at all.
CREATE FUNCTION market_likeness(a market, b market) RETURNS float8 LANGUAGE plpgsql STABLE AS $$
DECLARE
    core_a text := market_core(a.title);
    core_b text := market_core(b.title);
    words_a text[] := string_to_array(core_a, ' ');
    words_b text[] := string_to_array(core_b, ' ');
    alike float8;
BEGIN
    IF market_digits(a.title) <> market_digits(b.title) OR (a.town <> '' AND b.town <> '' AND name_fold(a.town) <> name_fold(b.town)) THEN
        RETURN 0;
    END IF;
    IF EXISTS (SELECT FROM unnest(words_a) w WHERE w <> ALL (words_b) AND EXISTS (SELECT FROM market m WHERE name_fold(m.town) = w AND m.listed))
       AND EXISTS (SELECT FROM unnest(words_b) w WHERE w <> ALL (words_a) AND EXISTS (SELECT FROM market m WHERE name_fold(m.town) = w AND m.listed)) THEN
        RETURN 0;
    END IF;
    alike := CASE WHEN core_a = '' AND core_b = '' THEN 0.9
                  ELSE greatest(similarity(core_a, core_b), similarity(replace(core_a, ' ', ''), replace(core_b, ' ', '')), -- "Skolehallen", "Skole-Hallen"
                                similarity(core_a || ' ' || market_core(a.place || ' ' || a.town), core_b || ' ' || market_core(b.place || ' ' || b.town))) END;
    RETURN CASE WHEN a.kind <> b.kind THEN least(alike, 0.84) ELSE alike END; -- two kinds at one place: somebody looks at it
END $$;

-- "Hovedgaden 12 B" stands in Hovedgaden.
CREATE FUNCTION market_street(street text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT btrim(regexp_replace(regexp_replace(name_fold(street), '[0-9]+\s*[a-z]?\M', '', 'g'), '[^a-z]+', ' ', 'g'))
$$;

-- Moves what people attached to a market to another, and answers what went over. Where both have the same (a person's rating of the same date), the one there
-- stays and the other waits where it is.
CREATE FUNCTION market_rows_move(from_market uuid, to_market uuid) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    t record;
    r record;
    moved jsonb := '[]';
    row_now jsonb;
BEGIN
    FOR t IN SELECT c.conrelid::regclass AS name, a.attname AS col, '' AS also, i.indrelid, (SELECT array_agg(k.attname::text) FROM pg_attribute k
                    WHERE k.attrelid = c.conrelid AND k.attnum = ANY (i.indkey)) AS key
             FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
             JOIN pg_index i ON i.indrelid = c.conrelid AND i.indisprimary
             WHERE c.contype = 'f' AND c.confrelid = 'market'::regclass AND array_length(c.conkey, 1) = 1
               AND c.conrelid NOT IN ('market'::regclass, 'market_date'::regclass, 'market_merge'::regclass, 'market_change'::regclass, 'market_conflict'::regclass,
                                    'market_news'::regclass)
             UNION ALL
             SELECT 'social_like', 'subject_id', ' AND room = ''market''', NULL, ARRAY['room', 'subject_id', 'account_id']
             UNION ALL
             SELECT 'social_comment', 'subject_id', ' AND room = ''market''', NULL, ARRAY['id']
             ORDER BY 1, 2 LOOP
        FOR r IN EXECUTE format('SELECT x.ctid AS at FROM %s x WHERE %I = $1%s FOR UPDATE', t.name, t.col, t.also) USING from_market LOOP
            BEGIN
                EXECUTE format('UPDATE %s x SET %I = $1 WHERE x.ctid = $2 RETURNING to_jsonb(x)', t.name, t.col) INTO row_now USING to_market, r.at;
                moved := moved || jsonb_build_object('table', t.name::text, 'column', t.col,
                                                     'key', (SELECT jsonb_object_agg(k, row_now -> k) FROM unnest(t.key) k));
            EXCEPTION WHEN unique_violation THEN
                NULL;
            END;
        END LOOP;
    END LOOP;
    PERFORM market_recount(from_market);
    PERFORM market_recount(to_market);
    RETURN moved;
END $$;

CREATE FUNCTION market_recount(about uuid) RETURNS void LANGUAGE sql AS $$
    UPDATE market m SET likes = (SELECT count(*) FROM social_like l WHERE l.room = 'market' AND l.subject_id = m.id),
        comments = (SELECT count(*) FROM social_comment c WHERE c.room = 'market' AND c.subject_id = m.id AND c.deleted_at IS NULL AND c.hidden_at IS NULL),
        favourites = (SELECT count(*) FROM market_favourite f WHERE f.market_id = m.id),
        (ratings, stars) = (SELECT count(*), coalesce(sum(r.total), 0) FROM market_rating r WHERE r.market_id = m.id AND r.state = 'shown')
    WHERE m.id = about;
    UPDATE market m SET score = market_score(m.ratings, m.stars) WHERE m.id = about
$$;

-- Brings rows back that market_rows_move moved to FROM_MARKET, as far as they are still there.
CREATE FUNCTION market_rows_back(moved jsonb, from_market uuid, to_market uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    e jsonb;
BEGIN
    FOR e IN SELECT * FROM jsonb_array_elements(moved) LOOP
        BEGIN
            EXECUTE format('UPDATE %s x SET %I = $1 WHERE %I = $2 AND to_jsonb(x) @> $3', (e ->> 'table')::regclass, e ->> 'column', e ->> 'column')
                USING to_market, from_market, e -> 'key';
        EXCEPTION WHEN unique_violation THEN
            NULL;
        END;
    END LOOP;
    PERFORM market_recount(from_market);
    PERFORM market_recount(to_market);
END $$;

-- Makes the pair one. What the kept one leaves open is filled from the other. False: one of them is gone or merged already.
CREATE FUNCTION market_merge_do(merge uuid, by uuid) RETURNS bool LANGUAGE plpgsql AS $$
DECLARE
    x market_merge;
    k market;
    g market;
    put jsonb;
    who jsonb;
BEGIN
    SELECT * INTO x FROM market_merge y WHERE y.id = merge FOR UPDATE;
    PERFORM FROM market m WHERE m.id IN (x.kept, x.merged) ORDER BY m.id FOR NO KEY UPDATE;
    SELECT * INTO k FROM market m WHERE m.id = x.kept;
    SELECT * INTO g FROM market m WHERE m.id = x.merged;
    IF x.state = 'done' OR k.id IS NULL OR g.id IS NULL OR k.merged_into IS NOT NULL OR g.merged_into IS NOT NULL THEN
        RETURN false;
    END IF;
    SELECT coalesce(jsonb_object_agg(c.key, c.value), '{}') INTO put
    FROM jsonb_each(market_columns(g)) c
    WHERE market_blank(market_columns(k) -> c.key) AND NOT market_blank(c.value) AND market_holder(k, c.key) IS DISTINCT FROM 'person';
    IF put ?| ARRAY['entrance_fee', 'stall_price'] AND k.currency <> g.currency THEN
        put := put - 'entrance_fee' - 'stall_price'; -- an amount of another currency is another amount
    END IF;
    UPDATE market_merge y SET state = 'done', moved = market_rows_move(g.id, k.id), filled = put, decided_at = now(), decided_by = by WHERE y.id = merge;
    UPDATE market m SET merged_into = k.id WHERE m.id = g.id;
    SELECT coalesce(jsonb_object_agg(o.key, o.value), '{}') INTO who FROM jsonb_each(g.origins) o
    WHERE put ? CASE WHEN o.key IN ('latitude', 'longitude') THEN 'point' ELSE o.key END;
    IF put <> '{}' THEN
        PERFORM market_columns_put(k.id, put, k.origins || who);
    END IF;
    RETURN true;
END $$;

CREATE FUNCTION market_merge_undo(merge uuid, by uuid) RETURNS bool LANGUAGE plpgsql AS $$
DECLARE
    x market_merge;
    k market;
    put jsonb;
    blank jsonb := '{"setting": "unknown", "point": null, "schedule": {}, "entrance_fee": null, "stall_price": null, "accessible": null, "toilets": null,
                     "dogs": null, "cards": null, "organiser_id": null}';
BEGIN
    SELECT * INTO x FROM market_merge y WHERE y.id = merge FOR UPDATE;
    IF x.state IS DISTINCT FROM 'done' THEN
        RETURN false;
    END IF;
    PERFORM FROM market m WHERE m.id IN (x.kept, x.merged) ORDER BY m.id FOR NO KEY UPDATE;
    SELECT * INTO k FROM market m WHERE m.id = x.kept;
    UPDATE market m SET merged_into = NULL WHERE m.id = x.merged;
    PERFORM market_rows_back(x.moved, x.kept, x.merged);
    SELECT coalesce(jsonb_object_agg(f.key, coalesce(blank -> f.key, '""')), '{}') INTO put
    FROM jsonb_each(x.filled) f WHERE market_columns(k) -> f.key = f.value;
    IF put <> '{}' THEN
        PERFORM market_columns_put(k.id, put, k.origins - ARRAY(SELECT jsonb_object_keys(put)) - CASE WHEN put ? 'point' THEN ARRAY['latitude', 'longitude'] ELSE '{}'::text[] END);
    END IF;
    UPDATE market_merge y SET state = 'undone', decided_at = now(), decided_by = by WHERE y.id = merge;
    RETURN true;
END $$;

-- Markets that may be the same as this one: held on a day that both have, within 300 m or in one street; most alike first. Pairs that were decided about
-- are left out.
CREATE FUNCTION market_doubles(about uuid, today date) RETURNS TABLE (other uuid, likeness float8) LANGUAGE sql STABLE AS $$
    WITH m AS MATERIALIZED (SELECT * FROM market WHERE id = about AND listed),
    near AS (
        SELECT c.id FROM m JOIN market c ON c.listed AND c.at <@ cube_enlarge(m.at, 300, 3) AND c.at <-> m.at <= 300
        UNION
        SELECT c.id FROM m JOIN market c ON c.listed AND name_fold(c.town) = name_fold(m.town) AND m.town <> ''
        WHERE market_street(m.street) <> '' AND market_street(c.street) = market_street(m.street)
    )
    SELECT c.id, market_likeness(m, c) FROM m, near JOIN market c ON c.id = near.id
    WHERE c.id <> m.id
      AND EXISTS (SELECT FROM market_date d JOIN market_date e ON e.market_id = c.id AND e.day = d.day WHERE d.market_id = m.id AND d.day >= today)
      AND NOT EXISTS (SELECT FROM market_merge g WHERE least(g.kept, g.merged) = least(c.id, m.id) AND greatest(g.kept, g.merged) = greatest(c.id, m.id))
    ORDER BY 2 DESC, 1
$$;

-- Writes down that two may be one, and makes them one where that is certain, no two people's entries are meant, and no person's entry would
-- take over a page that was there before it, with what others gave to that: who holds such a market claims it. DONE: they are; else they wait.
-- The kept one: a person's, else the elder.
CREATE FUNCTION market_merge_found(run uuid, a uuid, b uuid, alike float8, OUT merge uuid, OUT done bool) LANGUAGE plpgsql AS $$
DECLARE
    keeps uuid;
    both_people bool;
    takes_over bool;
BEGIN
    SELECT m.id INTO keeps FROM market m WHERE m.id IN (a, b)
    ORDER BY m.account_id IS NULL, m.created_at, m.id LIMIT 1;
    SELECT bool_and(m.account_id IS NOT NULL) INTO both_people FROM market m WHERE m.id IN (a, b);
    SELECT bool_or(p.created_at > i.created_at) INTO takes_over FROM market p, market i
    WHERE p.id IN (a, b) AND i.id IN (a, b) AND p.account_id IS NOT NULL AND i.account_id IS NULL;
    merge := gen_random_uuid();
    INSERT INTO market_merge (id, kept, merged, likeness, state, run_id)
    VALUES (merge, keeps, CASE WHEN keeps = a THEN b ELSE a END, alike, 'queued', run);
    done := alike >= 0.85 AND NOT both_people AND NOT coalesce(takes_over, false) AND market_merge_do(merge, NULL);
END $$;

-- Undoes a run: merges that it made, then its changes, the latest first; what was changed again since stays. Answers the markets touched. None: it was
-- undone before, or is under way.
CREATE FUNCTION market_run_undo(run uuid, by uuid) RETURNS SETOF uuid LANGUAGE plpgsql AS $$
DECLARE
    x record;
    m market;
    put jsonb;
    o market_origin;
    s uuid;
BEGIN
    UPDATE market_run r SET undone_at = now() WHERE r.id = run AND r.undone_at IS NULL AND r.state NOT IN ('running') AND NOT r.trial RETURNING r.source_id INTO s;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    FOR x IN SELECT g.* FROM market_merge g WHERE g.run_id = run AND g.state = 'done' AND g.decided_by IS NULL ORDER BY g.created_at DESC, g.id LOOP
        PERFORM market_merge_undo(x.id, by);
        DELETE FROM market_merge g WHERE g.id = x.id; -- nobody decided about the pair
        RETURN NEXT x.kept;
        RETURN NEXT x.merged;
    END LOOP;
    DELETE FROM market_merge g WHERE g.run_id = run AND g.state = 'queued';
    UPDATE market_conflict c SET state = 'over', decided_at = now() WHERE c.run_id = run AND c.state = 'open';
    FOR x IN SELECT * FROM market_change c WHERE c.run_id = run ORDER BY c.position DESC LOOP
        IF x.origin IS NULL THEN
            DELETE FROM market_origin mo WHERE mo.source_id = s AND mo.external_id = x.external_id;
        ELSE
            o := jsonb_populate_record(NULL::market_origin, x.origin);
            UPDATE market_origin mo SET said = o.said, dates = o.dates, said_at = o.said_at, missing = o.missing, vanished_at = o.vanished_at, where_found = o.where_found
            WHERE mo.source_id = s AND mo.external_id = x.external_id;
        END IF;
        SELECT * INTO m FROM market y WHERE y.id = x.market_id FOR NO KEY UPDATE;
        RETURN NEXT x.market_id;
        IF x.what = 'created' THEN
            put := CASE WHEN m.status = 'active' THEN '{"status": "ended"}' ELSE '{}' END; -- what people attached to it stays
        ELSE
            SELECT coalesce(jsonb_object_agg(b.key, b.value), '{}') INTO put FROM jsonb_each(x.before) b WHERE market_columns(m) -> b.key = x.after -> b.key;
        END IF;
        IF put <> '{}' THEN
            PERFORM market_columns_put(m.id, put, m.origins || CASE WHEN x.what = 'created' THEN market_mark('status', s::text) ELSE '{}' END);
        END IF;
    END LOOP;
    UPDATE market_page p SET etag = '', last_modified = '', applied = false WHERE p.source_id = s; -- the next run reads them whatever they say
END $$;

-- Decides about a conflict. Accepted: the source's word stands, and the field is its own from now on.
CREATE FUNCTION market_conflict_settle(conflict uuid, accept bool, by uuid, OUT market_id uuid, OUT dated bool) LANGUAGE plpgsql AS $$
DECLARE
    c market_conflict;
    m market;
BEGIN
    dated := false;
    SELECT * INTO c FROM market_conflict x WHERE x.id = conflict AND x.state = 'open' FOR UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    market_id := c.market_id;
    UPDATE market_conflict x SET state = CASE WHEN accept THEN 'accepted' ELSE 'refused' END, decided_at = now(), decided_by = by WHERE x.id = conflict;
    IF NOT accept THEN
        RETURN;
    END IF;
    SELECT * INTO m FROM market x WHERE x.id = c.market_id FOR NO KEY UPDATE;
    dated := c.field IN ('schedule', 'zone', 'point', 'country', 'region');
    PERFORM market_columns_put(c.market_id, jsonb_build_object(c.field, c.theirs),
                               m.origins || market_mark(c.field, c.source_id::text));
END $$;
