-- market_page: listed markets by id, in that order, each with its first date in a span
-- hot
-- :ids       uuid[]
-- :span      text    any, coming, today, week, weekend or days
-- :first     text?   of days: 2026-11-21
-- :last      text?
-- :latitude  float?  the point that distances are from
-- :longitude float?
-- :viewer    uuid?   who asks, when signed in
-- row: id uuid, slug text, title text, kind text, setting text indoor or outdoor or both or unknown,
--      place text, street text, postcode text, town text, country text ISO 3166-1,
--      latitude float?, longitude float?, distance float? metres from the point that was asked for,
--      zone text IANA, today text the day where the market is now,
--      date text? key of the date that is shown: the first in the span that is not over,
--      starts timestamptz?, ends timestamptz?, from_local text? by the market's own clock, until_local text?, several_days bool it lasts longer than a day, in_days int? from today where the market is,
--      status text? scheduled or cancelled or moved, reason text?,
--      open_now bool, held timestamptz? where the date is cancelled: the next that is held, held_local text?,
--      entrance_fee bigint? minor units; 0 is free, stall_price bigint?, currency text ISO 4217,
--      accessible bool?, toilets bool?, dogs bool?, cards bool?,
--      score float Bayesian mean of 1 to 5; 0 without ratings, ratings bigint, likes bigint, comments bigint,
--      organiser_name text?, organiser_slug text?, cover text? path of its picture, favourite bool? the reader marked it; null for who is not signed in
SELECT m.id, m.slug, m.title, m.kind, m.setting, m.place, m.street, m.postcode, m.town, m.country, m.latitude, m.longitude,
       m.at <-> earth_point(:latitude::float8, :longitude::float8) AS distance, m.zone, (now() AT TIME ZONE m.zone)::date::text AS today,
       to_char(d.key, 'YYYY-MM-DD"T"HH24:MI') AS date, d.starts, d.ends, to_char(d.starts AT TIME ZONE m.zone, 'YYYY-MM-DD"T"HH24:MI') AS from_local,
       to_char(d.ends AT TIME ZONE m.zone, 'YYYY-MM-DD"T"HH24:MI') AS until_local,
       coalesce(d.ends - d.starts > interval '24 hours', false) AS several_days,
       d.day - (now() AT TIME ZONE m.zone)::date AS in_days, d.status, d.reason,
       coalesce(d.starts <= now() AND d.status <> 'cancelled', false) AS open_now, h.starts AS held,
       to_char(h.starts AT TIME ZONE m.zone, 'YYYY-MM-DD"T"HH24:MI') AS held_local, m.entrance_fee, m.stall_price, m.currency,
       m.accessible, m.toilets, m.dogs, m.cards, m.score, m.ratings, m.likes, m.comments, o.name AS organiser_name, o.slug AS organiser_slug,
       '/images/' || market_cover(m.id) || '/640' AS cover,
       CASE WHEN :viewer::uuid IS NOT NULL THEN EXISTS (SELECT FROM market_favourite f WHERE f.account_id = :viewer AND f.market_id = m.id) END AS favourite
FROM unnest(:ids::uuid[]) WITH ORDINALITY AS wanted (id, at_place) JOIN market m ON m.id = wanted.id
     LEFT JOIN market_organiser o ON o.id = m.organiser_id
     LEFT JOIN LATERAL market_date_in(m.id, m.zone, :span, :first::text::date, :last::text::date) d ON true
     LEFT JOIN LATERAL (
         SELECT n.starts FROM market_date n WHERE d.status = 'cancelled' AND n.market_id = m.id AND n.starts > d.starts AND n.status <> 'cancelled'
         ORDER BY n.starts LIMIT 1
     ) h ON true
WHERE m.listed
ORDER BY wanted.at_place;
