-- market_watch_insert: a place to hear of, unless the person has as many as they may
-- :id        uuid
-- :account   uuid
-- :title     text
-- :latitude  float
-- :longitude float
-- :radius    int     kilometres
-- :most      bigint
INSERT INTO market_watch (id, account_id, title, latitude, longitude, radius)
SELECT :id, :account, :title, :latitude, :longitude, :radius
WHERE (SELECT count(*) FROM market_watch w WHERE w.account_id = :account) < :most;
