-- market_alike: markets that an entry may be the same as, most alike first
-- :market  uuid
-- :account uuid     who enters it
-- :limit   bigint
-- row: id uuid, title text, path text, place text, town text, day text? the first that both have, mine bool
SELECT o.id, o.title, '/markets/' || o.slug AS path, concat_ws(', ', nullif(o.place, ''), nullif(o.street, '')) AS place, o.town,
       (SELECT min(e.day)::text FROM market_date d JOIN market_date e ON e.market_id = o.id AND e.day = d.day
        WHERE d.market_id = m.id AND d.day >= (now() AT TIME ZONE m.zone)::date) AS day, coalesce(o.account_id = :account, false) AS mine
FROM market m CROSS JOIN LATERAL market_doubles(m.id, (now() AT TIME ZONE m.zone)::date) d JOIN market o ON o.id = d.other
WHERE m.id = :market AND d.likeness >= 0.45
ORDER BY d.likeness DESC, o.id LIMIT :limit;
