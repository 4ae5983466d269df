-- schematic_version_delete: takes a version away; its file goes with a later sweep. One that can be shown stays, as a build has one
-- :id     uuid
-- :number int
DELETE FROM schematic_version v
WHERE v.schematic_id = :id AND v.number = :number
  AND EXISTS (SELECT FROM schematic_version o JOIN schematic s ON s.id = o.schematic_id
              WHERE o.schematic_id = :id AND o.number <> :number AND (o.review = 'approved' OR (o.review = 'waiting' AND s.review <> 'approved')));
