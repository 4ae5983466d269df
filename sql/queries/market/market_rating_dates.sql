-- market_rating_dates: dates of a market that can be rated now, latest first
-- hot
-- :market  uuid
-- :viewer  uuid
-- :seconds bigint  how long after its end a date can be rated
-- :limit   bigint
-- row: date text 2026-05-03T09:00:00 by the market's own clock, rating uuid? the viewer's own
SELECT to_char(d.key, 'YYYY-MM-DD"T"HH24:MI:SS') AS date, r.id AS rating
FROM market_date d LEFT JOIN market_rating r ON r.market_id = d.market_id AND r.key = d.key AND r.account_id = :viewer::uuid
WHERE d.market_id = :market AND d.status <> 'cancelled' AND d.starts <= now() AND d.starts > now() - interval '400 days'
  AND d.ends >= now() - make_interval(secs => :seconds::bigint)
ORDER BY d.starts DESC
LIMIT :limit;
