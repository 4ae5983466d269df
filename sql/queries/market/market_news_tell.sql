-- market_news_tell: one notice to everybody who marked a market
-- :market uuid
-- :kind   text
-- :title  text
-- :link   text
INSERT INTO notice (id, account_id, kind, subject, link, room, subject_id)
SELECT overlay(gen_random_uuid()::text PLACING substr(t.millis, 1, 8) || '-' || substr(t.millis, 9, 4) || '-7' FROM 1 FOR 15)::uuid, -- UUIDv7
       f.account_id, :kind, :title, :link, 'market', :market FROM market_favourite f, (SELECT lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0') AS millis) t
WHERE f.market_id = :market;
