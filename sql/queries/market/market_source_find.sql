-- market_source_find: a source by its address
-- :address text
-- row: id uuid
SELECT s.id FROM market_source s WHERE s.address = :address;
