-- market_photo_release: the photos that were hidden with a rating which is shown again
-- :market uuid
-- row: image uuid
UPDATE market_photo p SET withheld = false
FROM market_rating r
WHERE p.market_id = :market AND p.withheld AND r.id = p.rating_id AND r.state = 'shown'
RETURNING p.image_id AS image;
