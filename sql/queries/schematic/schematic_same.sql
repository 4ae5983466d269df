-- schematic_same: a build with the same bytes that this person may know of, their own before others'; of their own any version counts
-- hot
-- :sha256  bytea
-- :account uuid
-- row: id uuid, slug text, title text, mine bool
SELECT s.id, s.slug, s.title, s.account_id = :account AS mine
FROM schematic_version v JOIN schematic s ON s.id = v.schematic_id
WHERE v.sha256 = :sha256 AND (s.account_id = :account OR (s.listed AND v.status = 'clean'))
ORDER BY s.account_id = :account DESC, s.id
LIMIT 1;
