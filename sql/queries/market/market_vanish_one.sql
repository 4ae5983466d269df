-- market_vanish_one: a market is gone from a source
-- :run      uuid
-- :source   uuid
-- :external text
-- :since    text
-- :until    text?
-- row: market uuid, dated bool, conflicts int
SELECT t.market_id AS market, t.dated, t.conflicts FROM market_vanish(:run, :source, :external, :since::text::timestamp, :until::text::timestamp) t;
