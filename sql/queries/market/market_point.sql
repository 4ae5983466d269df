-- market_point: where markets are, for a map
-- hot
-- :ids   uuid[]
-- :span  text
-- :first text?
-- :last  text?
-- row: id uuid, slug text, title text, town text, latitude float, longitude float, from_local text? by the market's own clock, status text?, open_now bool
SELECT m.id, m.slug, m.title, m.town, coalesce(m.latitude, 0) AS latitude, coalesce(m.longitude, 0) AS longitude,
       to_char(d.starts AT TIME ZONE m.zone, 'YYYY-MM-DD"T"HH24:MI') AS from_local, d.status,
       coalesce(d.starts <= now() AND d.status <> 'cancelled', false) AS open_now
FROM unnest(:ids::uuid[]) WITH ORDINALITY AS wanted (id, at_place) JOIN market m ON m.id = wanted.id
     LEFT JOIN LATERAL market_date_in(m.id, m.zone, :span, :first::text::date, :last::text::date) d ON true
WHERE m.listed AND m.latitude IS NOT NULL
ORDER BY wanted.at_place;
