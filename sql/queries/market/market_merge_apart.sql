-- market_merge_apart: two markets are not the same; none: nobody asks, or they were made one
-- :id uuid
-- :by uuid
UPDATE market_merge SET state = 'refused', decided_at = now(), decided_by = :by WHERE id = :id AND state IN ('queued', 'undone');
