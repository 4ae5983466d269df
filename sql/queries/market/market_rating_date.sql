-- market_rating_date: the date of a market that a key or a day names; of several on one day the first that was held
-- hot
-- :market  uuid
-- :date    text    2026-05-03T09:00 by the market's own clock, or the day alone
-- :seconds bigint  how long after its end a date can be rated
-- row: date text, starts timestamptz, ends timestamptz, status text, ahead bool it has not begun, late bool its time for ratings is over
SELECT to_char(d.key, 'YYYY-MM-DD"T"HH24:MI:SS') AS date, d.starts, d.ends, d.status, d.starts > now() AS ahead,
       d.ends < now() - make_interval(secs => :seconds::bigint) AS late
FROM market_date d
WHERE d.market_id = :market AND length(:date::text) >= 10 AND starts_with(to_char(d.key, 'YYYY-MM-DD"T"HH24:MI:SS'), :date)
ORDER BY d.status = 'cancelled', d.starts
LIMIT 1;
