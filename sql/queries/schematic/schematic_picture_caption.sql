-- schematic_picture_caption: what is said of a picture, whether it waits or not
-- :build   uuid
-- :id      uuid
-- :caption text
-- row: id uuid
WITH ready AS (UPDATE schematic_picture SET caption = :caption WHERE id = :id AND schematic_id = :build RETURNING id),
     waits AS (UPDATE schematic_picture_upload SET caption = :caption WHERE id = :id AND schematic_id = :build RETURNING id)
SELECT id FROM ready UNION ALL SELECT id FROM waits;
