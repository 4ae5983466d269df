-- schematic_collection_delete: takes a collection away; its builds stay
-- :id uuid
DELETE FROM schematic_collection WHERE id = :id;
