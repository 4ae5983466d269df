-- market_merge_page: markets that may be one, or were made one, latest first
-- :state  text    queued, done, undone or refused
-- :before uuid?   cursor
-- :limit  bigint
-- row: id uuid, state text, likeness float, percent bigint, kept uuid, kept_title text, kept_path text, kept_place text, kept_town text, kept_day text? of the next date, kept_person bool somebody keeps it,
--      merged uuid, merged_title text, merged_path text, merged_place text, merged_town text, merged_day text?, merged_person bool, metres bigint? apart, created_at timestamptz,
--      decided_at timestamptz?, decided_by text?
SELECT g.id, g.state, g.likeness, round(g.likeness * 100)::bigint AS percent, k.id AS kept, k.title AS kept_title, '/markets/' || k.slug AS kept_path,
       concat_ws(', ', nullif(k.place, ''), nullif(k.street, '')) AS kept_place, k.town AS kept_town,
       (SELECT min(d.day)::text FROM market_date d WHERE d.market_id = k.id AND d.ends >= now()) AS kept_day, k.account_id IS NOT NULL AS kept_person,
       x.id AS merged, x.title AS merged_title, '/markets/' || x.slug AS merged_path, concat_ws(', ', nullif(x.place, ''), nullif(x.street, '')) AS merged_place,
       x.town AS merged_town, (SELECT min(d.day)::text FROM market_date d WHERE d.market_id = x.id AND d.ends >= now()) AS merged_day, x.account_id IS NOT NULL AS merged_person,
       round(k.at <-> x.at)::bigint AS metres, g.created_at, g.decided_at, p.name AS decided_by
FROM market_merge g JOIN market k ON k.id = g.kept JOIN market x ON x.id = g.merged LEFT JOIN account p ON p.id = g.decided_by
WHERE g.state = :state AND (:before::uuid IS NULL OR g.id < :before)
ORDER BY g.id DESC LIMIT :limit;
