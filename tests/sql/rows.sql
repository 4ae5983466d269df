-- A site of some age, for the plans of hot queries: 60,000 rows in every table that grows. No trigger runs and no reference is looked up meanwhile
-- (row by row that takes minutes): the rows fit each other as they stand here, and what triggers would count is not asked of a plan.
SET session_replication_role = replica;
CREATE FUNCTION pg_temp.id(kind int, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS
    $$ SELECT (lpad(to_hex(1750000000000 + n), 12, '0') || '7000800' || kind || lpad(to_hex(n), 12, '0'))::uuid $$;

INSERT INTO account (id, email, name, slug, password_hash, created_at)
    SELECT pg_temp.id(1, n), 'p' || n || '@example.org', 'Person ' || n, 'person-' || n, '$2b$04$x', now() - n * interval '1 minute'
    FROM generate_series(1, 60000) n;
INSERT INTO account_role (account_id, role) SELECT pg_temp.id(1, n), 'member' FROM generate_series(1, 60000) n;
INSERT INTO session (id, account_id, kind, token_hash, created_at, used_at, expires_at, revoked_at, revoked_why)
    SELECT pg_temp.id(2, n), pg_temp.id(1, n % 50000 + 1), CASE WHEN n % 2 = 0 THEN 'browser' ELSE 'api' END, sha256(('s' || n)::bytea),
        now() - n * interval '1 minute', now() - n * interval '1 minute', now() + n * interval '1 minute',
        CASE WHEN n % 10 = 0 THEN now() END, CASE WHEN n % 10 = 0 THEN 'signed_out' END
    FROM generate_series(1, 60000) n;
INSERT INTO refresh_token (token_hash, session_id, expires_at)
    SELECT sha256(('r' || n)::bytea), pg_temp.id(2, n), now() + n * interval '1 minute' FROM generate_series(1, 60000) n;
INSERT INTO password_reset (id, account_id, expires_at)
    SELECT pg_temp.id(6, n), pg_temp.id(1, n), now() + n * interval '1 minute' FROM generate_series(1, 60000) n;
INSERT INTO blob (sha256, size, scan, scanned_at, place)
    SELECT sha256(('b' || n)::bytea), n, CASE WHEN n % 1000 = 0 THEN 'pending' ELSE 'clean' END, now(), CASE WHEN n % 2 = 0 THEN 'remote' ELSE 'disk' END FROM generate_series(1, 60000) n;
INSERT INTO schematic (id, account_id, slug, title, description, tags, visibility, status, sha256, hash, file_name, size, format, width, height, length, blocks)
    SELECT pg_temp.id(3, n), pg_temp.id(1, n % 20000 + 1), 'build-' || n, 'Build ' || n || ' ' || to_hex(n * 7919 % 4096), 'A build of ' || n,
        ARRAY['tag' || n % 500, 'tag' || n % 7], CASE WHEN n % 10 = 0 THEN 'private' ELSE 'public' END, CASE WHEN n % 1000 = 0 THEN 'pending' ELSE 'clean' END, sha256(('b' || n)::bytea), sha256(('h' || n)::bytea), 'b.schem', n,
        'sponge', 10, 10, 10, n
    FROM generate_series(1, 60000) n;
INSERT INTO schematic_search (id, account_id, created_at, updated, downloads, likes, blocks, width, height, length, game, format, licence, tags, mods,
                              label, words, facts) SELECT * FROM schematic_search_source;
INSERT INTO schematic_term SELECT term, count(*) FROM schematic_search s, schematic_terms(s.facts, s.label, s.words) term GROUP BY term;
INSERT INTO schematic_version (schematic_id, number, status, sha256, file_name, size, format, width, height, length, blocks, regions)
    SELECT id, 1, status, sha256, file_name, size, format, width, height, length, blocks, regions FROM schematic;
INSERT INTO schematic_file (sha256, hash, states, manifest, mods, block_names, analysis, made_by)
    SELECT sha256, sha256(('h' || size)::bytea), '{"minecraft:stone": 1}', '{"block_entities": 0}', '{}', '{minecraft:stone}', 'done', 1 FROM schematic;
INSERT INTO upload (id, account_id, file_name, length, expires_at)
    SELECT pg_temp.id(9, n), pg_temp.id(1, n % 20000 + 1), 'b.schem', n, now() + n * interval '1 minute' FROM generate_series(1, 60000) n;
INSERT INTO schematic_link (id, schematic_id, expires_at)
    SELECT pg_temp.id(7, n), pg_temp.id(3, n), now() + n * interval '1 minute' FROM generate_series(1, 60000) n;
INSERT INTO schematic_collection (id, account_id, slug, title, visibility)
    SELECT pg_temp.id(8, 200000 + n), pg_temp.id(1, n % 20000 + 1), 'collection-' || n, 'Collection ' || n, CASE WHEN n % 3 = 0 THEN 'private' ELSE 'public' END
    FROM generate_series(1, 60000) n;
INSERT INTO schematic_collection_item (collection_id, schematic_id)
    SELECT pg_temp.id(8, 200000 + n % 20000 + 1), pg_temp.id(3, n) FROM generate_series(1, 60000) n;
INSERT INTO schematic_saved_search (id, account_id, title, query, filter, notify)
    SELECT pg_temp.id(9, 400000 + n), pg_temp.id(1, n % 20000 + 1), 'Search ' || n, 'tag=tag' || n, '{}', n % 10 = 0 FROM generate_series(1, 60000) n;
INSERT INTO schematic_conversion (sha256, target, made, size, used_at)
    SELECT sha256(('b' || n)::bytea), 'mcedit', sha256(('b' || n % 1000 + 1)::bytea), 1, now() - n * interval '1 minute' FROM generate_series(1, 60000) n;
INSERT INTO schematic_download (schematic_id, who, window_start)
    SELECT pg_temp.id(3, n), sha256(('w' || n)::bytea), now() - n * interval '1 minute' FROM generate_series(1, 60000) n;
INSERT INTO notice (id, account_id, kind, read_at)
    SELECT pg_temp.id(4, n), pg_temp.id(1, n % 20000 + 1), 'schematic.clean', CASE WHEN n % 5 > 0 THEN now() END FROM generate_series(1, 60000) n;
INSERT INTO social_like (id, room, subject_id, account_id)
    SELECT pg_temp.id(7, n), 'schematic', pg_temp.id(3, n % 30000 + 1), pg_temp.id(1, n) FROM generate_series(1, 60000) n;
INSERT INTO social_comment (id, room, subject_id, account_id, parent_id, body)
    SELECT pg_temp.id(8, n), 'schematic', pg_temp.id(3, n % 30000 + 1), pg_temp.id(1, n), NULL, 'Said ' || n FROM generate_series(1, 40000) n;
INSERT INTO social_comment (id, room, subject_id, account_id, parent_id, body)
    SELECT pg_temp.id(8, n), 'schematic', pg_temp.id(3, (n - 40000) % 30000 + 1), pg_temp.id(1, n), pg_temp.id(8, n - 40000), 'Answered ' || n
    FROM generate_series(40001, 60000) n;
INSERT INTO social_follow (id, account_id, kind, target, accepted)
    SELECT pg_temp.id(9, n), pg_temp.id(1, n % 20000 + 1), CASE WHEN n % 10 = 0 THEN 'tag' ELSE 'person' END,
        CASE WHEN n % 10 = 0 THEN 'tag' || n ELSE pg_temp.id(1, n)::text END, n % 7 <> 0
    FROM generate_series(1, 60000) n;
INSERT INTO social_block (id, account_id, blocked_id)
    SELECT pg_temp.id(9, 200000 + n), pg_temp.id(1, n), pg_temp.id(1, 60001 - n) FROM generate_series(1, 60000) n;
INSERT INTO social_activity (id, account_id, verb, room, subject_id)
    SELECT pg_temp.id(6, 200000 + n), pg_temp.id(1, n % 20000 + 1), CASE WHEN n % 2 = 0 THEN 'published' ELSE 'liked' END, 'schematic', pg_temp.id(3, n)
    FROM generate_series(1, 60000) n;
INSERT INTO notice_preference (account_id, kind, page, mail)
    SELECT pg_temp.id(1, n), 'social.like', n % 2 = 0, n % 3 = 0 FROM generate_series(1, 60000) n;
INSERT INTO idempotency (scope, key, route, body_hash, status, headers, body, created_at)
    SELECT 'account', 'k' || n, 'POST /schematics', sha256(n::text::bytea), 201, '', '', now() - n * interval '1 second'
    FROM generate_series(1, 60000) n;
INSERT INTO job (id, kind, unique_key, state, run_at, locked_until)
    SELECT pg_temp.id(5, n), 'scan', 'u' || n, (ARRAY['waiting', 'running', 'aside'])[1 + n % 3], now() + (n - 30000) * interval '1 second',
        now() + (n - 30000) * interval '1 second'
    FROM generate_series(1, 60000) n;
INSERT INTO review_case (id, room, subject_id, account_id, decision, decided_at)
    SELECT pg_temp.id(7, n), 'schematic', pg_temp.id(3, n), pg_temp.id(1, n % 20000 + 1), CASE WHEN n % 500 > 0 THEN 'approved' END, now()
    FROM generate_series(1, 60000) n;
INSERT INTO report (id, room, subject_id, account_id, visitor, kind, resolution)
    SELECT pg_temp.id(8, n), (ARRAY['schematic', 'comment', 'person'])[1 + n % 3], pg_temp.id(3, n), CASE WHEN n % 2 = 0 THEN pg_temp.id(1, n) END,
        CASE WHEN n % 2 = 1 THEN sha256(('v' || n)::bytea) END, 'spam',
        CASE WHEN n % 500 > 0 THEN 'dismissed' END
    FROM generate_series(1, 60000) n;
INSERT INTO audit (id, account_id, account_name, action, room, subject_id, subject)
    SELECT pg_temp.id(9, n), pg_temp.id(1, n % 20 + 1), 'Moderator', 'review.approved', 'schematic', pg_temp.id(3, n), 'Build ' || n
    FROM generate_series(1, 60000) n;
INSERT INTO image_grant (id, account_id, created_at)
    SELECT pg_temp.id(9, n), pg_temp.id(1, n % 20000 + 1), now() - n * interval '1 second' FROM generate_series(1, 60000) n;
INSERT INTO image (id, account_id, state, detector, width, height, size, colour, preview, digest, faces, boxes, name, original, hidden_at)
    SELECT pg_temp.id(9, n), pg_temp.id(1, n % 20000 + 1), CASE WHEN n % 500 = 0 THEN 'hidden' WHEN n % 100 = 0 THEN 'held' ELSE 'ready' END, 'ok', 2560, 1920,
        900000, '#8a7f6b', '', sha256(n::text::bytea), '[]', '[]', md5(n::text), false, CASE WHEN n % 500 = 0 THEN now() END
    FROM generate_series(1, 60000) n;
INSERT INTO schematic_picture (id, schematic_id, position, image_id, file, size)
    SELECT pg_temp.id(9, n), pg_temp.id(3, n / 2 + 1), n % 2 + 1, CASE WHEN n % 10 > 0 THEN pg_temp.id(9, n) END, CASE WHEN n % 10 = 0 THEN sha256(('b' || n)::bytea) END, 1
    FROM generate_series(1, 60000) n;
INSERT INTO market_source (id, title, kind, address) SELECT pg_temp.id(5, 700000 + n), 'Source ' || n, 'ics', 'https://example.org/' || n FROM generate_series(1, 100) n;
INSERT INTO market_run (id, source_id, cause, state) SELECT pg_temp.id(5, 800000 + n), pg_temp.id(5, 700000 + n % 100 + 1), 'schedule', 'ok' FROM generate_series(1, 60000) n;
-- 30,000 markets all over Europe, each with a date of last week and two to come.
INSERT INTO market_organiser (id, slug, name) SELECT pg_temp.id(5, n), 'organiser-' || n, 'Organiser ' || n FROM generate_series(1, 20000) n;
INSERT INTO market (id, account_id, organiser_id, slug, title, kind, setting, place, postcode, town, country, latitude, longitude, zone, currency, entrance_fee, dogs, score,
                    review, merged_into, next_starts, next_ends, next_day)
    SELECT pg_temp.id(4, n), pg_temp.id(1, n % 20000 + 1), pg_temp.id(5, n % 20000 + 1), 'market-' || n, 'Market ' || n || ' ' || to_hex(n * 7919 % 4096),
        (ARRAY['flea', 'antiques', 'farmers'])[1 + n % 3], (ARRAY['indoor', 'outdoor', 'both', 'unknown'])[1 + n % 4], 'Hall ' || n % 50, lpad((n % 9000)::text, 4, '0'),
        'Town ' || n % 5000, 'DK', 40 + n % 1900 / 100.0, -5 + n % 3700 / 100.0, 'Europe/Copenhagen', 'DKK', n % 4 * 1000, n % 3 = 0, n % 5,
        CASE WHEN n % 1000 = 0 THEN 'waiting' ELSE 'approved' END, CASE WHEN n % 500 = 1 AND n > 1 THEN pg_temp.id(4, n - 1) END, now() + n % 20 * interval '1 day',
        now() + n % 20 * interval '1 day' + interval '6 hours', current_date + (n % 20)::int
    FROM generate_series(1, 30000) n;
INSERT INTO market_date (market_id, key, starts, ends, day)
    SELECT pg_temp.id(4, n), (current_date + d)::timestamp, now() + d * interval '1 day', now() + d * interval '1 day' + interval '6 hours', current_date + d
    FROM generate_series(1, 30000) n, LATERAL (VALUES (-7), ((n % 20)::int), ((n % 20)::int + 30)) dated (d);
INSERT INTO market_rating (id, market_id, key, account_id, selection, prices, setting, access, state, visitor, replied_by, said_at)
    SELECT pg_temp.id(2, 200000 + n), pg_temp.id(4, n % 30000 + 1), (current_date - 7)::timestamp, pg_temp.id(1, n), n % 5 + 1, n % 5 + 1, n % 5 + 1, n % 5 + 1,
        CASE WHEN n % 500 = 0 THEN 'waiting' WHEN n % 400 = 1 THEN 'hidden' ELSE 'shown' END, CASE WHEN n % 20 = 0 THEN sha256(('v' || n)::bytea) END,
        CASE WHEN n % 10 = 0 THEN pg_temp.id(1, n % 20000 + 1) END, now() - n * interval '1 minute'
    FROM generate_series(1, 60000) n;
INSERT INTO market_photo (id, market_id, rating_id, account_id, image_id, position, cover)
    SELECT pg_temp.id(3, 200000 + n), pg_temp.id(4, n % 30000 + 1), CASE WHEN n % 3 > 0 THEN pg_temp.id(2, 200000 + n) END, pg_temp.id(1, n), pg_temp.id(9, n), n % 5 + 1,
        n <= 10000
    FROM generate_series(1, 60000) n;
INSERT INTO market_favourite (id, market_id, account_id)
    SELECT pg_temp.id(4, 200000 + n), pg_temp.id(4, n % 30000 + 1), pg_temp.id(1, n % 20000 + 1) FROM generate_series(1, 60000) n;
INSERT INTO market_watch (id, account_id, title, latitude, longitude, radius, told_at)
    SELECT pg_temp.id(5, 200000 + n), pg_temp.id(1, n % 20000 + 1), 'Town ' || n % 5000, 40 + n % 1900 / 100.0, -5 + n % 3700 / 100.0, n % 200 + 1, now() - n * interval '1 second'
    FROM generate_series(1, 60000) n;
INSERT INTO market_claim (id, market_id, account_id, way, place, state, created_at, expires_at)
    SELECT pg_temp.id(6, 300000 + n), pg_temp.id(4, n % 30000 + 1), pg_temp.id(1, n), CASE WHEN n % 2 = 0 THEN 'mail' ELSE 'domain' END, 'example.org',
        (ARRAY['waiting', 'proved', 'failed'])[1 + n % 3], now() - n * interval '1 minute', now() + (n - 30000) * interval '1 minute'
    FROM generate_series(1, 60000) n;
INSERT INTO market_news (market_id, key, day, starts, status, changed_at)
    SELECT pg_temp.id(4, n % 30000 + 1), (current_date + n / 30000)::timestamp, current_date + n / 30000, now() + n / 30000 * interval '1 day',
        CASE WHEN n % 2 = 0 THEN 'scheduled' ELSE 'cancelled' END, now() - n * interval '1 second'
    FROM generate_series(1, 60000) n;
INSERT INTO account_closing (account_id, slug, kept, erase_at, warned_at, return_id, return_until)
    SELECT pg_temp.id(1, n), 'was-' || n, '{}', now() + n * interval '1 minute', CASE WHEN n % 2 = 0 THEN now() END, pg_temp.id(7, 300000 + n), now() + interval '10 minutes'
    FROM generate_series(1, 60000) n WHERE n % 10 = 0;
INSERT INTO account_export (id, account_id, state, sha256, size, expires_at)
    SELECT pg_temp.id(8, 300000 + n), pg_temp.id(1, n), 'ready', sha256(('b' || n)::bytea), 1, now() + n * interval '1 minute' FROM generate_series(1, 60000) n;
SET session_replication_role = DEFAULT;
ANALYZE;
