-- market_calendar: the days of a span with the markets on each: how many, and the first few: those that begin then by the hour, then those that go on
-- :first     text     2026-11-01
-- :days      bigint   how many
-- :each      bigint   of each day, how many are told
-- :most      bigint   of each day, how many are counted
-- :latitude  float?   within a radius of this point
-- :longitude float?
-- :radius    float?   metres
-- :viewer    uuid?    who asks, when signed in
-- row: day text, markets bigint on this day, slug text, title text, town text, from_local text by the market's own clock, until_local text,
--      status text scheduled or cancelled or moved, over bool, nth bigint which of the date's days this is, lasts bigint how many days the date has,
--      favourite bool? the reader marked it; null for who is not signed in
SELECT d.day::text, d.markets, m.slug, m.title, m.town, to_char(d.starts AT TIME ZONE m.zone, 'YYYY-MM-DD"T"HH24:MI') AS from_local,
       to_char(d.ends AT TIME ZONE m.zone, 'YYYY-MM-DD"T"HH24:MI') AS until_local, d.status, d.ends <= now() AS over,
       (d.day - d.first_day + 1)::bigint AS nth, (d.last_day - d.first_day + 1)::bigint AS lasts,
       CASE WHEN :viewer::uuid IS NOT NULL THEN EXISTS (SELECT FROM market_favourite f WHERE f.account_id = :viewer AND f.market_id = m.id) END AS favourite
FROM market_days(:first::text::date, :days::bigint, :each, :most, :latitude, :longitude, :radius) d JOIN market m ON m.id = d.market_id
ORDER BY d.day, d.first_day < d.day, d.starts, d.market_id;
