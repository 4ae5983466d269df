-- schematic_picture_image: the pool's picture behind a build's
-- :build uuid
-- :id    uuid
-- row: image uuid? none: it is yet to be handed to the pool
SELECT image_id AS image FROM schematic_picture WHERE id = :id AND schematic_id = :build;
