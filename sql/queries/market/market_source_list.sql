-- market_source_list: all sources, by title
-- :before uuid?   cursor
-- :limit  bigint
-- row: id uuid, title text, kind text, address text, enabled bool, markets bigint that it tells of, run uuid? the last one, state text? of that,
--      ended_at timestamptz?, problems bigint of it, due_at timestamptz, created_at timestamptz
SELECT s.id, s.title, s.kind, s.address, s.enabled,
       (SELECT count(DISTINCT o.market_id) FROM market_origin o WHERE o.source_id = s.id AND o.vanished_at IS NULL) AS markets,
       r.id AS run, r.state, r.ended_at, coalesce(jsonb_array_length(r.problems), 0)::bigint AS problems, s.due_at, s.created_at
FROM market_source s
LEFT JOIN LATERAL (SELECT * FROM market_run r WHERE r.source_id = s.id ORDER BY r.id DESC LIMIT 1) r ON true
WHERE (:before::uuid IS NULL OR s.id < :before)
ORDER BY s.id DESC LIMIT :limit;
