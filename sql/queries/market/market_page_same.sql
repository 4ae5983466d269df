-- market_page_same: a page did not change since it was read
-- :source  uuid
-- :address text
-- :run     uuid
UPDATE market_page SET run_id = :run, fetched_at = now() WHERE source_id = :source AND address = :address;
