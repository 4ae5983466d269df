-- schematic_insert: a build as uploaded, not scanned yet: its head, its first version, and its case where moderators look first
-- :id             uuid
-- :account        uuid
-- :slug           text
-- :title          text
-- :description    text
-- :tags           text[]
-- :visibility     text
-- :review         text    none, first or all: whose builds wait for a moderator
-- :review_case    uuid    id of that case, should there be one
-- :licence        text?
-- :game           int?    data version; absent: the file's own
-- :mods           text[]? absent: what was found in the file
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
WITH known AS (
    SELECT CASE WHEN :review::text = 'all' OR (:review = 'first' AND NOT EXISTS (
               SELECT FROM schematic o WHERE o.account_id = :account AND o.review = 'approved' AND o.status = 'clean'))
           THEN 'waiting' ELSE 'approved' END AS review
), head AS (
    INSERT INTO schematic (id, account_id, slug, title, description, tags, visibility, review, licence, game, mods, block_names, hash,
                           sha256, file_name, size, format, format_version, data_version, width, height, length, blocks, regions, warnings)
    SELECT :id, :account, :slug, :title, :description, :tags, :visibility, k.review, :licence, coalesce(:game::int, :data_version::int),
           coalesce(:mods::text[], f.mods, '{}'), coalesce(f.block_names, '{}'), f.hash,
           :sha256, :file_name, :size, :format, :format_version, :data_version, :width, :height, :length, :blocks, :regions, :warnings
    FROM known k LEFT JOIN schematic_file f ON f.sha256 = :sha256
    RETURNING id, account_id, review
), first AS (
    INSERT INTO schematic_version (schematic_id, number, sha256, file_name, size, format, format_version, data_version,
                                   width, height, length, blocks, regions, warnings)
    SELECT h.id, 1, :sha256, :file_name, :size, :format, :format_version, :data_version,
           :width, :height, :length, :blocks, :regions, :warnings
    FROM head h
)
INSERT INTO review_case (id, room, subject_id, account_id)
SELECT :review_case, 'schematic', h.id, h.account_id FROM head h WHERE h.review = 'waiting';
