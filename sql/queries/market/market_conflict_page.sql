-- market_conflict_page: where a source says something else than people did, the longest waiting first
-- :account uuid?   only of this person's markets
-- :market  uuid?   only of this one
-- :after   uuid?   cursor
-- :limit   bigint
-- row: id uuid, market uuid, title text, path text, owner uuid?, source uuid, source_title text, url text? where the source says so, field text, ours jsonb, theirs jsonb, state text,
--      created_at timestamptz, decided_at timestamptz?, decided_by text?
SELECT c.id, c.market_id AS market, m.title, '/markets/' || m.slug AS path, m.account_id AS owner, c.source_id AS source, s.title AS source_title,
       coalesce(nullif((SELECT o.where_found FROM market_origin o WHERE o.source_id = s.id AND o.market_id = m.id ORDER BY o.said_at DESC LIMIT 1), ''),
                CASE WHEN s.address ~ '^https?:' THEN s.address END) AS url,
       c.field, c.ours, c.theirs, c.state, c.created_at, c.decided_at, p.name AS decided_by
FROM market_conflict c JOIN market m ON m.id = c.market_id JOIN market_source s ON s.id = c.source_id LEFT JOIN account p ON p.id = c.decided_by
WHERE c.state = 'open' AND (:account::uuid IS NULL OR m.account_id = :account) AND (:market::uuid IS NULL OR c.market_id = :market)
  AND (:after::uuid IS NULL OR c.id > :after)
ORDER BY c.id LIMIT :limit;
