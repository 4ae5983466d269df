-- schematic_picture_one: a picture's files, for whom may see its build
-- hot
-- :id        uuid?
-- :slug      text?   of the build, when there is no id
-- :picture   uuid
-- :viewer    uuid?
-- :moderator bool
-- :link      uuid?   a link that they hold
-- row: sha256 bytea, small bytea
SELECT p.sha256, p.small
FROM schematic_picture p JOIN schematic s ON s.id = p.schematic_id
WHERE p.id = :picture
  AND s.id = coalesce(:id::uuid, (SELECT t.id FROM schematic t WHERE t.slug = :slug))
  AND (s.reachable OR s.account_id = :viewer OR :moderator OR schematic_link_opens(:link, s.id, :viewer));
