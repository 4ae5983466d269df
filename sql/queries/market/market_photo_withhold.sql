-- market_photo_withhold: the photos of ratings that are not shown (any more) whose pictures still are, or are about to be
-- :market uuid
-- row: image uuid
UPDATE market_photo p SET withheld = true
FROM market_rating r, image i
WHERE p.market_id = :market AND r.id = p.rating_id AND r.state <> 'shown' AND i.id = p.image_id AND i.state IN ('rendering', 'ready')
RETURNING p.image_id AS image;
