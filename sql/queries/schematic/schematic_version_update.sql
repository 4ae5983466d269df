-- schematic_version_update: what is absent stays as it was
-- :id      uuid
-- :number  int
-- :name    text?
-- :changes text?
UPDATE schematic_version SET name = coalesce(:name, name), changes = coalesce(:changes, changes)
WHERE schematic_id = :id AND number = :number;
