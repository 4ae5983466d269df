-- market_merge_undone: two markets that were made one are two again
-- :id uuid
-- :by uuid
-- row: done bool
SELECT market_merge_undo(:id, :by) AS done;
