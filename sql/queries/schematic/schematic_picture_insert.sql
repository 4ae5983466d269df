-- schematic_picture_insert: a picture that waited is ready, at the place that it was sent to; nothing where it was taken away meanwhile
-- :id     uuid
-- :sha256 bytea   the large one
-- :small  bytea
-- :width  int
-- :height int
-- :size   bigint  of both
WITH was AS (DELETE FROM schematic_picture_upload WHERE id = :id RETURNING id, schematic_id, position, caption)
INSERT INTO schematic_picture (id, schematic_id, position, sha256, small, width, height, size, caption)
SELECT was.id, was.schematic_id, was.position, :sha256, :small, :width, :height, :size, was.caption
FROM was;
