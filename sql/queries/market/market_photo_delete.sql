-- market_photo_delete: a photo is no longer the market's; its picture's row goes with it
-- :id uuid
DELETE FROM market_photo WHERE id = :id;
