-- schematic_picture_insert: a picture of a build, after those that there are; none where there are as many as may be
-- :id      uuid
-- :build   uuid
-- :image   uuid
-- :caption text
-- :most    bigint
-- row: size bigint
INSERT INTO schematic_picture (id, schematic_id, position, image_id, size, caption)
SELECT :id, :build, coalesce(max(p.position), 0) + 1, :image, (SELECT i.size FROM image i WHERE i.id = :image), :caption
FROM schematic_picture p WHERE p.schematic_id = :build
HAVING count(*) < :most::bigint
RETURNING size;
