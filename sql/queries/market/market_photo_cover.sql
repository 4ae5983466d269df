-- market_photo_cover: chooses the photo that stands for its market in lists, or takes the choice back
-- :id    uuid
-- :cover bool
UPDATE market_photo p SET cover = p.id = :id AND :cover::bool
WHERE p.market_id = (SELECT o.market_id FROM market_photo o WHERE o.id = :id) AND (p.cover OR p.id = :id);
