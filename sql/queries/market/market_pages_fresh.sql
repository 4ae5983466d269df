-- market_pages_fresh: whether what the pages of a run say was taken over already
-- :source uuid
-- :run    uuid
-- row: fresh bool   something is new
SELECT EXISTS (SELECT FROM market_page p WHERE p.source_id = :source AND p.run_id = :run AND NOT p.applied)
    OR NOT EXISTS (SELECT FROM market_run r JOIN market_source s ON s.id = r.source_id
                   WHERE r.source_id = :source AND r.state IN ('ok', 'unchanged') AND NOT r.trial AND r.undone_at IS NULL AND r.started_at > s.updated_at) AS fresh;
