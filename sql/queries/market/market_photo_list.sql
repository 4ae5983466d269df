-- market_photo_list: which photos a market has: the cover, its organiser's own, then those of ratings
-- hot
-- :market uuid
-- :limit  bigint
-- row: id uuid
SELECT p.id FROM market_photo p WHERE p.market_id = :market ORDER BY p.cover DESC, (p.rating_id IS NULL) DESC, p.position, p.id DESC LIMIT :limit;
