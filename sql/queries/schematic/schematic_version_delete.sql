-- schematic_version_delete: takes a version away; its file goes with a later sweep. The last one stays, as a build has one
-- :id     uuid
-- :number int
DELETE FROM schematic_version v
WHERE v.schematic_id = :id AND v.number = :number
  AND EXISTS (SELECT FROM schematic_version o WHERE o.schematic_id = :id AND o.number <> :number);
