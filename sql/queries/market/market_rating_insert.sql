-- market_rating_insert: what somebody says of a date; a conflict where they said something already
-- :id        uuid
-- :market    uuid
-- :date      text   a key of market_rating_date
-- :account   uuid
-- :selection int
-- :prices    int
-- :setting   int
-- :access    int
-- :words     text
-- :visitor   bytea
INSERT INTO market_rating (id, market_id, key, account_id, selection, prices, setting, access, words, visitor)
VALUES (:id, :market, :date::text::timestamp, :account, :selection, :prices, :setting, :access, :words, :visitor);
