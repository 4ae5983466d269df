-- market_merge_now: makes two markets one; none: there is no such pair
-- :id uuid
-- :by uuid
-- row: done bool
SELECT market_merge_do(g.id, :by) AS done FROM market_merge g WHERE g.id = :id;
