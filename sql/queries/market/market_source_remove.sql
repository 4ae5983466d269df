-- market_source_remove: forgets a source; its markets stay, and what it said of them is nobody's
-- :id uuid
DELETE FROM market_source WHERE id = :id;
