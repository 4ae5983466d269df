-- market_pages_applied: what the pages of a run say was taken over; pages that it did not read are forgotten
-- :source uuid
-- :run    uuid
WITH gone AS (DELETE FROM market_page p WHERE p.source_id = :source AND p.run_id IS DISTINCT FROM :run)
UPDATE market_page p SET applied = true WHERE p.source_id = :source AND p.run_id = :run AND NOT p.applied;
