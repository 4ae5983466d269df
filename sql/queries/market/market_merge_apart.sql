-- market_merge_apart: two markets are not the same; none: there is no such pair. Not done: they were made one
-- :id uuid
-- :by uuid
-- row: done bool
WITH parted AS (
    UPDATE market_merge SET state = 'refused', decided_at = now(), decided_by = :by WHERE id = :id AND state IN ('queued', 'undone') RETURNING id
)
SELECT EXISTS (SELECT FROM parted) AS done FROM market_merge g WHERE g.id = :id;
