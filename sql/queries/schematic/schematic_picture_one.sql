-- schematic_picture_one: the word in a picture's own addresses, for whom may see its build; they are not told it where others may not
-- hot
-- :id        uuid?
-- :slug      text?   of the build, when there is no id
-- :picture   uuid
-- :viewer    uuid?
-- :moderator bool
-- :link      uuid?   a link that they hold
-- row: name text
SELECT coalesce(i.name, '') AS name
FROM schematic_picture p JOIN schematic s ON s.id = p.schematic_id JOIN image i ON i.id = p.image_id AND i.shown
WHERE p.id = :picture
  AND s.id = coalesce(:id::uuid, (SELECT t.id FROM schematic t WHERE t.slug = :slug))
  AND (s.reachable OR s.account_id = :viewer OR :moderator OR schematic_link_opens(:link, s.id, :viewer));
