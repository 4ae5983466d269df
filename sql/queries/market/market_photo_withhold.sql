-- market_photo_withhold: the photos of ratings that are not shown (any more), or of a market taken away, whose pictures still are or are about to be
-- :market uuid
-- row: image uuid
UPDATE market_photo p SET withheld = true
FROM market m, image i
WHERE p.market_id = :market AND m.id = p.market_id AND i.id = p.image_id AND i.state IN ('rendering', 'ready') AND
      (m.review IN ('rejected', 'taken_down') OR EXISTS (SELECT FROM market_rating r WHERE r.id = p.rating_id AND r.state <> 'shown'))
RETURNING p.image_id AS image;
