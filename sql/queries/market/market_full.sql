-- market_full: all that is said of markets, in the order in which they are asked for: the first, and those after it while their texts fit
-- hot
-- :ids  uuid[]
-- :most bigint  bytes of schedules and descriptions
-- row: id uuid, slug text, title text, description text, kind text, setting text, organiser text?, organiser_website text?, email text, phone text,
--      place text, street text, postcode text, town text, region text, country text, latitude float?, longitude float?, zone text, schedule jsonb,
--      entrance_fee bigint?, stall_price bigint?, currency text, accessible bool?, toilets bool?, dogs bool?, cards bool?, website text, ended bool,
--      sequence int, created_at timestamptz, updated_at timestamptz, ratings bigint, score float
SELECT m.id, m.slug, m.title, m.description, m.kind, m.setting, o.name AS organiser, nullif(o.website, '') AS organiser_website,
       coalesce(nullif(m.email, ''), o.email, '') AS email, coalesce(nullif(m.phone, ''), o.phone, '') AS phone, m.place, m.street, m.postcode, m.town,
       m.region, m.country, m.latitude, m.longitude, m.zone, m.schedule, m.entrance_fee, m.stall_price, m.currency, m.accessible, m.toilets, m.dogs,
       m.cards, m.website, m.status = 'ended' AS ended, m.sequence, m.created_at, m.updated_at, m.ratings, m.score
FROM (SELECT a.id, a.place, sum(octet_length(w.schedule::text) + octet_length(w.description)) OVER (ORDER BY a.place) AS until
      FROM unnest(:ids::uuid[]) WITH ORDINALITY AS a (id, place) JOIN market w ON w.id = a.id) AS a
JOIN market m ON m.id = a.id LEFT JOIN market_organiser o ON o.id = m.organiser_id
WHERE m.reachable AND (a.place = 1 OR a.until <= :most::bigint) ORDER BY a.place;
