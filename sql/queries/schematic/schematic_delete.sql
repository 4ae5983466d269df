-- schematic_delete: takes a build away; its file goes with a later sweep, when no other build has the same
-- :id uuid
DELETE FROM schematic WHERE id = :id;
