-- market_take_one: takes over what a source says of a market
-- :run      uuid
-- :source   uuid
-- :external text
-- :said     jsonb
-- :page     text
-- :today    text     local time: the day begins
-- :since    text?    what was read begins; absent: nothing counts as gone
-- :until    text?    and ends; absent: it has no end
-- :id       uuid     of the market, should it be new
-- :slug     text
-- :zone     text
-- :currency text
-- row: market uuid, outcome text, dated bool, conflicts int
SELECT t.market_id AS market, t.outcome, t.dated, t.conflicts
FROM market_take(:run, :source, :external, :said, :page, :today::text::timestamp, :since::text::timestamp, :until::text::timestamp, :id, :slug, :zone, :currency) t;
