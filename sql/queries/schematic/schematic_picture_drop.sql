-- schematic_picture_drop: a picture from before the pool, which does not take it, is no longer the build's
-- :id uuid
DELETE FROM schematic_picture WHERE id = :id AND file IS NOT NULL;
