-- market_rating_delete: takes a rating back
-- :id uuid
DELETE FROM market_rating WHERE id = :id;
