-- schematic_pictures: pictures of a build in their order; of a build that its reader was already found to may see
-- hot
-- :build uuid
-- :all   bool    also those that wait: for its owner and for moderators
-- row: id uuid, status text ready or pending, caption text, path text its addresses are this and /160 or /320 or /640 or /1280 or /1920; empty while it waits,
--      name text the word in its addresses; empty while it waits and where not everybody may see the build, width int, height int, colour text dominant; as #rrggbb,
--      size bigint, created_at timestamptz
SELECT p.id, CASE WHEN i.shown THEN 'ready' ELSE 'pending' END AS status, p.caption,
       CASE WHEN i.shown AND s.reachable THEN '/images/' || i.name WHEN i.shown THEN '/schematics/' || s.slug || '/pictures/' || p.id ELSE '' END AS path,
       CASE WHEN i.shown AND s.reachable THEN i.name ELSE '' END AS name, coalesce(i.width, 0) AS width, coalesce(i.height, 0) AS height,
       coalesce(i.colour, '#808080') AS colour, p.size, p.created_at
FROM schematic_picture p JOIN schematic s ON s.id = p.schematic_id LEFT JOIN image i ON i.id = p.image_id
WHERE p.schematic_id = :build AND (coalesce(i.shown, false) OR :all::bool)
ORDER BY p.position, p.id;
