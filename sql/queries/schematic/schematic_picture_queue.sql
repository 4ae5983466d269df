-- schematic_picture_queue: a picture that was sent waits for the scan and for being drawn anew
-- :id      uuid
-- :build   uuid
-- :sha256  bytea   as it was sent
-- :size    bigint
-- :caption text
INSERT INTO schematic_picture_upload (id, schematic_id, position, sha256, size, caption)
SELECT :id, :build,
       1 + greatest(coalesce((SELECT max(p.position) FROM schematic_picture p WHERE p.schematic_id = :build), 0),
                    coalesce((SELECT max(u.position) FROM schematic_picture_upload u WHERE u.schematic_id = :build), 0)),
       :sha256, :size, :caption;
