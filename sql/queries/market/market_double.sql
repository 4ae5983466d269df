-- market_double: markets that may be the same as this one, most alike first
-- :market uuid
-- :today  text   day
-- row: other uuid, likeness float
SELECT d.other, d.likeness FROM market_doubles(:market, :today::text::date) d WHERE d.likeness >= 0.45;
