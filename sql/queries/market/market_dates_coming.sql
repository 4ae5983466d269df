-- market_dates_coming: a market's dates from yesterday on, soonest first
-- hot
-- :market uuid
-- :limit  bigint
-- row: key text local time, day text, starts timestamptz, ends timestamptz, starts_at text by the market's own clock, ends_at text, opens text 09:00, closes text, status text, reason text
SELECT to_char(d.key, 'YYYY-MM-DD"T"HH24:MI') AS key, to_char(d.day, 'YYYY-MM-DD') AS day, d.starts, d.ends,
       to_char(d.starts AT TIME ZONE m.zone, 'YYYY-MM-DD"T"HH24:MI') AS starts_at, to_char(d.ends AT TIME ZONE m.zone, 'YYYY-MM-DD"T"HH24:MI') AS ends_at,
       to_char(d.starts AT TIME ZONE m.zone, 'HH24:MI') AS opens, to_char(d.ends AT TIME ZONE m.zone, 'HH24:MI') AS closes,
       d.status, d.reason
FROM market_date d JOIN market m ON m.id = d.market_id
WHERE d.market_id = :market AND d.starts > now() - interval '1 day' ORDER BY d.starts, d.key LIMIT :limit;
