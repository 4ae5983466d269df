-- schematic_contents: what a build is made of, for whom may see it
-- hot
-- :id        uuid?
-- :slug      text?   when there is no id
-- :viewer    uuid?
-- :moderator bool
-- :link      uuid?   a link that they hold
-- row: title text, file_name text,
--      states jsonb? app/schematic/census.h,
--      manifest jsonb? app/schematic/manifest.h
SELECT s.title, s.file_name, f.states, f.manifest
FROM schematic s LEFT JOIN schematic_file f ON f.sha256 = s.sha256
WHERE s.id = coalesce(:id::uuid, (SELECT t.id FROM schematic t WHERE t.slug = :slug))
  AND (s.reachable OR s.account_id = :viewer OR :moderator OR schematic_link_opens(:link, s.id, :viewer));
