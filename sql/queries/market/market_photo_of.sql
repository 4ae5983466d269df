-- market_photo_of: which photos ratings have
-- hot
-- :ratings uuid[]
-- row: id uuid, rating uuid?
SELECT p.id, p.rating_id AS rating FROM market_photo p WHERE p.rating_id = ANY (:ratings::uuid[]) ORDER BY p.rating_id, p.position, p.id;
