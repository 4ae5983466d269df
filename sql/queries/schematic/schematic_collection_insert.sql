-- schematic_collection_insert: a new collection
-- :id          uuid
-- :account     uuid
-- :slug        text
-- :title       text
-- :description text
-- :visibility  text
INSERT INTO schematic_collection (id, account_id, slug, title, description, visibility)
VALUES (:id, :account, :slug, :title, :description, :visibility);
