-- schematic_picture_caption: what is said of a picture
-- :build   uuid
-- :id      uuid
-- :caption text
UPDATE schematic_picture SET caption = :caption WHERE id = :id AND schematic_id = :build;
