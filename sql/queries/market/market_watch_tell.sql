-- market_watch_tell: one notice of new markets near a watched place
-- :id      uuid
-- :account uuid
-- :title   text
-- :link    text
-- :markets bigint
INSERT INTO notice (id, account_id, kind, subject, link, people) VALUES (:id, :account, 'market.near', :title, :link, :markets);
