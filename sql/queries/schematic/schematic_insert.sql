-- schematic_insert: a build as uploaded, not scanned yet
-- :id             uuid
-- :account        uuid
-- :slug           text
-- :title          text
-- :description    text
-- :tags           text[]
-- :visibility     text
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
INSERT INTO schematic (id, account_id, slug, title, description, tags, visibility, sha256, file_name, size,
                       format, format_version, data_version, width, height, length, blocks, regions, warnings)
VALUES (:id, :account, :slug, :title, :description, :tags, :visibility, :sha256, :file_name, :size,
        :format, :format_version, :data_version, :width, :height, :length, :blocks, :regions, :warnings);
