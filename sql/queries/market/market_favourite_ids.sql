-- market_favourite_ids: what a person marked, newest first, as far as it is still shown
-- hot
-- :account uuid
-- :before  uuid?   cursor
-- :limit   bigint
-- row: mark uuid, id uuid, slug text, title text, place text, town text, latitude float?, longitude float?, ended bool,
--      starts timestamptz? of its next date, ends timestamptz?, from_local text? by its own clock, until_local text?, status text?, reason text?,
--      score float, ratings bigint
SELECT f.id AS mark, m.id, m.slug, m.title, m.place, m.town, m.latitude, m.longitude, m.status = 'ended' AS ended, d.starts, d.ends,
       to_char(d.starts AT TIME ZONE m.zone, 'YYYY-MM-DD"T"HH24:MI') AS from_local, to_char(d.ends AT TIME ZONE m.zone, 'YYYY-MM-DD"T"HH24:MI') AS until_local,
       d.status, d.reason, m.score, m.ratings
FROM market_favourite f JOIN market m ON m.id = f.market_id
     LEFT JOIN LATERAL market_date_in(m.id, m.zone, 'coming', NULL, NULL) d ON m.status = 'active'
WHERE f.account_id = :account AND m.reachable AND f.id < coalesce(:before::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
ORDER BY f.id DESC LIMIT :limit;
