-- market_photo_insert: a photo of a rating or of the market itself, after those that there are; none where there are as many as may be
-- :id      uuid
-- :market  uuid
-- :rating  uuid?
-- :account uuid
-- :image   uuid
-- :caption text
-- :most    bigint
INSERT INTO market_photo (id, market_id, rating_id, account_id, image_id, caption, position)
SELECT :id, :market, :rating, :account, :image, :caption, coalesce(max(p.position), 0) + 1
FROM market_photo p WHERE p.market_id = :market AND p.rating_id IS NOT DISTINCT FROM :rating::uuid
HAVING count(*) < :most::bigint;
