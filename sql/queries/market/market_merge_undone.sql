-- market_merge_undone: two markets that were made one are two again; none: there is no such pair
-- :id uuid
-- :by uuid
-- row: done bool
SELECT market_merge_undo(g.id, :by) AS done FROM market_merge g WHERE g.id = :id;
