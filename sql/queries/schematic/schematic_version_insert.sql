-- schematic_version_insert: another file of a build that is held by the caller; shown once it is found clean
-- :id             uuid
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
-- row: number int
INSERT INTO schematic_version (schematic_id, number, name, changes, sha256, file_name, size, format, format_version, data_version,
                               width, height, length, blocks, regions, warnings)
SELECT :id, coalesce(max(v.number), 0) + 1, :name, :changes, :sha256, :file_name, :size, :format, :format_version, :data_version,
       :width, :height, :length, :blocks, :regions, :warnings
FROM schematic_version v WHERE v.schematic_id = :id
RETURNING number;
