-- market_watch_told: a watched place was looked at
-- :id    uuid
-- :until timestamptz
UPDATE market_watch w SET told_at = :until WHERE w.id = :id;
