-- market_saying: who says a field of a market that the reader may see, and how old that is; fields that nobody is named for are left out
-- :market    uuid
-- :viewer    uuid?
-- :moderator bool
-- row: field text, person bool, source uuid?, title text? of the source, credit text?, url text? its page about the market, said_at timestamptz? when it changed,
--      checked_at timestamptz? when the source said so last
SELECT e.key AS field, e.value ->> 'source' = 'person' AS person, s.id AS source, s.title, coalesce(nullif(s.credit, ''), s.title) AS credit,
       coalesce(nullif((SELECT o.where_found FROM market_origin o WHERE o.source_id = s.id AND o.market_id = m.id ORDER BY o.vanished_at IS NOT NULL, o.said_at DESC LIMIT 1), ''),
                nullif(s.credit_url, ''), CASE WHEN s.address ~ '^https?:' THEN s.address END) AS url,
       (e.value ->> 'at')::timestamptz AS said_at,
       coalesce((SELECT max(r.ended_at) FROM market_run r WHERE r.source_id = s.id AND r.state IN ('ok', 'partial', 'unchanged') AND NOT r.trial), (e.value ->> 'at')::timestamptz) AS checked_at
FROM market m CROSS JOIN LATERAL jsonb_each(m.origins) e
LEFT JOIN market_source s ON s.id::text = e.value ->> 'source'
WHERE m.id = :market AND (m.reachable OR m.account_id = :viewer::uuid OR :moderator OR EXISTS (SELECT FROM market_organiser h WHERE h.id = m.organiser_id AND h.account_id = :viewer))
ORDER BY e.key;
