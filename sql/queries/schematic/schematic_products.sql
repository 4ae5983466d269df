-- schematic_products: what was made of a build's file, for whom may see the build
-- hot
-- :id        uuid?
-- :slug      text?   when there is no id
-- :viewer    uuid?
-- :moderator bool
-- :link      uuid?   a link that they hold
-- :version   int?    absent: the one that the build shows; others than its owner and moderators get what is open to all
-- row: analysis text?, thumb bytea?, top bytea?, sections bytea?
SELECT f.analysis, f.thumb, f.top, f.sections
FROM schematic s LEFT JOIN schematic_version v ON v.schematic_id = s.id AND v.number = :version::int
     LEFT JOIN schematic_file f ON f.sha256 = coalesce(v.sha256, s.sha256)
WHERE s.id = coalesce(:id::uuid, (SELECT t.id FROM schematic t WHERE t.slug = :slug))
  AND (s.reachable OR s.account_id = :viewer OR :moderator OR schematic_link_opens(:link, s.id, :viewer))
  AND (:version IS NULL OR schematic_version_open(v.status, v.review, s.review) OR (v.number IS NOT NULL AND (s.account_id = :viewer OR :moderator)));
