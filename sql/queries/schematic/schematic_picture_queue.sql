-- schematic_picture_queue: a picture that was sent waits for the scan and for being drawn anew
-- :id      uuid
-- :build   uuid
-- :sha256  bytea   as it was sent
-- :size    bigint
-- :caption text
INSERT INTO schematic_picture_upload (id, schematic_id, sha256, size, caption) VALUES (:id, :build, :sha256, :size, :caption);
