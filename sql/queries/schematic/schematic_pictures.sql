-- schematic_pictures: pictures of a build in their order, those that wait last; of a build that its reader was already found to may see
-- hot
-- :build uuid
-- :all   bool    also those that wait: for its owner and for moderators
-- row: id uuid, status text, caption text, width int, height int, size bigint, large text, small text, created_at timestamptz
SELECT g.id, g.status, g.caption, g.width, g.height, g.size, g.large, g.small, g.created_at
FROM (SELECT p.id, 'ready' AS status, p.caption, p.width, p.height, p.size, p.created_at, p.position,
             '/schematics/' || s.slug || '/pictures/' || p.id || '.webp' AS large,
             '/schematics/' || s.slug || '/pictures/' || p.id || '/small.webp' AS small
      FROM schematic_picture p JOIN schematic s ON s.id = p.schematic_id WHERE p.schematic_id = :build
      UNION ALL
      SELECT u.id, 'pending', u.caption, 0, 0, u.size, u.created_at, u.position, '', ''
      FROM schematic_picture_upload u WHERE u.schematic_id = :build AND :all::bool) g
ORDER BY g.status = 'pending', g.position, g.id;
