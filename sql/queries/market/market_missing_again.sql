-- market_missing_again: a market is missing, but not often enough
-- :source   uuid
-- :external text
UPDATE market_origin SET missing = missing + 1 WHERE source_id = :source AND external_id = :external;
