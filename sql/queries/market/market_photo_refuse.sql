-- market_photo_refuse: a photo stays hidden whatever becomes of its rating
-- :id uuid
UPDATE market_photo SET withheld = false WHERE id = :id;
