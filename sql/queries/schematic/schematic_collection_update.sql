-- schematic_collection_update: what is absent stays as it was
-- :id          uuid
-- :title       text?
-- :description text?
-- :visibility  text?
UPDATE schematic_collection
SET title = coalesce(:title, title), description = coalesce(:description, description),
    visibility = coalesce(:visibility, visibility), updated_at = clock_timestamp()
WHERE id = :id;
