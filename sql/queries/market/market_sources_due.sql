-- market_sources_due: takes a source that is due, and puts it off until its next turn
-- :next timestamptz
-- row: id uuid
UPDATE market_source SET due_at = :next
WHERE id = (SELECT s.id FROM market_source s WHERE s.enabled AND s.due_at <= now() ORDER BY s.due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id;
