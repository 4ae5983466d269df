-- schematic_picture_delete: takes a picture away; its row among the images and its files go with it
-- :build uuid
-- :id    uuid
DELETE FROM schematic_picture WHERE id = :id AND schematic_id = :build;
