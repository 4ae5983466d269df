-- market_dates_replace: makes the dates of a market those that are given; rows that stay as they are are not touched
-- hot
-- :market   uuid
-- :keys     text[]         local times, "2026-05-03T09:00"
-- :starts   timestamptz[]
-- :ends     timestamptz[]
-- :days     text[]         "2026-05-03"
-- :statuses text[]
-- :reasons  text[]
-- :until    timestamptz    they are complete until then
WITH given AS (
    SELECT g.key::timestamp AS key, g.starts, g.ends, g.day::date AS day, g.status, left(g.reason, 500) AS reason
    FROM unnest(:keys::text[], :starts::timestamptz[], :ends::timestamptz[], :days::text[], :statuses::text[], :reasons::text[])
        AS g (key, starts, ends, day, status, reason)
), gone AS (
    DELETE FROM market_date d WHERE d.market_id = :market AND NOT EXISTS (SELECT FROM given g WHERE g.key = d.key)
), written AS (
    INSERT INTO market_date AS d (market_id, key, starts, ends, day, status, reason)
    SELECT :market, g.key, g.starts, g.ends, g.day, g.status, g.reason FROM given g
    ON CONFLICT (market_id, key) DO UPDATE
    SET starts = EXCLUDED.starts, ends = EXCLUDED.ends, day = EXCLUDED.day, status = EXCLUDED.status, reason = EXCLUDED.reason
    WHERE (d.starts, d.ends, d.day, d.status, d.reason) IS DISTINCT FROM (EXCLUDED.starts, EXCLUDED.ends, EXCLUDED.day, EXCLUDED.status, EXCLUDED.reason)
)
UPDATE market m SET dates_until = :until WHERE m.id = :market;
