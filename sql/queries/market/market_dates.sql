-- market_dates: a market's dates, those to come in their order, or those that are over from the latest back
-- hot
-- :market uuid
-- :past   bool
-- :last   timestamptz?  start of the last one of the page before
-- :limit  bigint
-- row: key text the start by the schedule by the market's own clock: stays when the date moves, starts timestamptz, ends timestamptz,
--      from_local text by the market's own clock, until_local text, several_days bool it lasts longer than a day, in_days int from today where the market is, day text, status text scheduled or cancelled or moved, reason text,
--      moved_from text? where it is moved: when it should have been, open_now bool, over bool
SELECT to_char(d.key, 'YYYY-MM-DD"T"HH24:MI') AS key, d.starts, d.ends, to_char(d.starts AT TIME ZONE m.zone, 'YYYY-MM-DD"T"HH24:MI') AS from_local,
       to_char(d.ends AT TIME ZONE m.zone, 'YYYY-MM-DD"T"HH24:MI') AS until_local,
       d.ends - d.starts > interval '24 hours' AS several_days,
       d.day - (now() AT TIME ZONE m.zone)::date AS in_days, d.day::text AS day, d.status, d.reason,
       CASE WHEN d.status = 'moved' THEN to_char(d.key, 'YYYY-MM-DD"T"HH24:MI') END AS moved_from,
       d.starts <= now() AND d.ends > now() AND d.status <> 'cancelled' AS open_now, d.ends <= now() AS over
FROM market m JOIN market_date d ON d.market_id = m.id
WHERE m.id = :market AND (d.ends <= now()) = :past::bool
  AND (:past OR d.starts > coalesce(:last::timestamptz, now() - interval '32 days'))
  AND (NOT :past OR d.starts < coalesce(:last, now()))
ORDER BY CASE WHEN :past THEN -extract(epoch FROM d.starts) ELSE extract(epoch FROM d.starts) END
LIMIT :limit;
