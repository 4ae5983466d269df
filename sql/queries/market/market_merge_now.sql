-- market_merge_now: makes two markets one
-- :id uuid
-- :by uuid
-- row: done bool
SELECT market_merge_do(:id, :by) AS done;
