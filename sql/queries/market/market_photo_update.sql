-- market_photo_update: changes what is said of a photo, or where it stands among its like: absent stays
-- :id      uuid
-- :caption text?
-- :step    int?   -1: one place up, 1: one down
WITH own AS (
    SELECT p.market_id, p.rating_id, p.position FROM market_photo p WHERE p.id = :id
), other AS (
    SELECT p.id, p.position FROM market_photo p JOIN own o ON p.market_id = o.market_id AND p.rating_id IS NOT DISTINCT FROM o.rating_id
    WHERE (p.position - o.position) * :step::int > 0 ORDER BY abs(p.position - o.position) LIMIT 1
)
UPDATE market_photo p SET caption = CASE WHEN p.id = :id THEN coalesce(:caption::text, p.caption) ELSE p.caption END,
    position = CASE WHEN p.id = :id THEN coalesce((SELECT position FROM other), p.position) ELSE (SELECT position FROM own) END
WHERE p.id = :id OR p.id = (SELECT id FROM other);
