-- schematic_picture_adopt: a picture from before the pool is the pool's now; none where it was taken away meanwhile
-- :id    uuid
-- :image uuid
UPDATE schematic_picture SET image_id = :image, file = NULL, size = (SELECT i.size FROM image i WHERE i.id = :image) WHERE id = :id AND file IS NOT NULL;
