-- schematic_version_insert: another file of a build that the caller holds; shown once it is found clean and, where that is asked for, approved
-- :id             uuid
-- :review         text    none, first or all: whose builds wait for a moderator
-- :review_case    uuid    id of its case, should there be one
-- :name           text
-- :changes        text
-- :sha256         bytea
-- :file_name      text
-- :size           bigint
-- :format         text
-- :format_version int?
-- :data_version   int?
-- :width          bigint
-- :height         bigint
-- :length         bigint
-- :blocks         bigint
-- :regions        int
-- :warnings       text[]
-- row: number int, review text
WITH head AS (
    SELECT s.id, s.account_id, s.review, (SELECT max(v.number) FROM schematic_version v WHERE v.schematic_id = s.id) AS last
    FROM schematic s WHERE s.id = :id
), made AS (
    INSERT INTO schematic_version (schematic_id, number, name, changes, review, sha256, file_name, size, format, format_version, data_version,
                                   width, height, length, blocks, regions, warnings)
    SELECT h.id, coalesce(h.last, 0) + 1, :name, :changes, CASE WHEN h.review <> 'approved' OR :review::text = 'all' THEN 'waiting' ELSE 'approved' END,
           :sha256, :file_name, :size, :format, :format_version, :data_version, :width, :height, :length, :blocks, :regions, :warnings
    FROM head h
    RETURNING number, review
), asked AS (
    INSERT INTO review_case (id, room, subject_id, account_id)
    SELECT :review_case, 'schematic', h.id, h.account_id FROM head h, made m WHERE h.review = 'approved' AND m.review = 'waiting'
    ON CONFLICT (room, subject_id) WHERE decision IS NULL DO NOTHING
)
SELECT m.number, m.review FROM made m;
