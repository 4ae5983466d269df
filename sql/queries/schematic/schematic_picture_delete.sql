-- schematic_picture_delete: takes a picture away, whether it waits or not; its files go with a later sweep
-- :build uuid
-- :id    uuid
-- row: id uuid
WITH ready AS (DELETE FROM schematic_picture WHERE id = :id AND schematic_id = :build RETURNING id),
     waits AS (DELETE FROM schematic_picture_upload WHERE id = :id AND schematic_id = :build RETURNING id)
SELECT id FROM ready UNION ALL SELECT id FROM waits;
