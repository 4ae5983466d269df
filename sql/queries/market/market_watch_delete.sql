-- market_watch_delete: a place of one's own that is no longer watched
-- :id      uuid
-- :account uuid
DELETE FROM market_watch w WHERE w.id = :id AND w.account_id = :account;
