-- market_photo_release: the photos that were hidden with a rating or market which is shown again
-- :market uuid
-- row: image uuid
UPDATE market_photo p SET withheld = false
FROM market m
WHERE p.market_id = :market AND p.withheld AND m.id = p.market_id AND m.review NOT IN ('rejected', 'taken_down') AND
      NOT EXISTS (SELECT FROM market_rating r WHERE r.id = p.rating_id AND r.state <> 'shown')
RETURNING p.image_id AS image;
