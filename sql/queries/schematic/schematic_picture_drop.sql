-- schematic_picture_drop: a picture no longer waits; its bytes go with a later sweep
-- :id uuid
DELETE FROM schematic_picture_upload WHERE id = :id;
