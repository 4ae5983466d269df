-- schematic_update: what is absent stays as it was
-- :id          uuid
-- :title       text?
-- :description text?
-- :tags        text[]?
-- :visibility  text?
UPDATE schematic
SET title = coalesce(:title, title), description = coalesce(:description, description), tags = coalesce(:tags, tags),
    visibility = coalesce(:visibility, visibility), updated_at = clock_timestamp()
WHERE id = :id;
