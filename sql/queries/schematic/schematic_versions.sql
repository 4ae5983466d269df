-- schematic_versions: versions of a build, newest first; of a build that its reader was already found to may see
-- hot
-- :id    uuid
-- :all   bool    also those that are not clean: for its owner and for moderators
-- :limit bigint
-- row: number int, name text, changes text, status text, review text waiting or approved or rejected, current bool, file_name text, size bigint, format text, format_version int?,
--      data_version int?, width bigint, height bigint, length bigint, blocks bigint, regions int, warnings text[],
--      downloads bigint, created_at timestamptz
SELECT v.number, v.name, v.changes, CASE WHEN v.number = s.version THEN s.status ELSE v.status END AS status, v.review,
       v.number = s.version AS current, v.file_name, v.size, v.format, v.format_version,
       v.data_version, v.width, v.height, v.length, v.blocks, v.regions, v.warnings, v.downloads, v.created_at
FROM schematic_version v JOIN schematic s ON s.id = v.schematic_id
WHERE v.schematic_id = :id AND (:all::bool OR schematic_version_open(v.status, v.review, s.review) OR v.number = s.version)
ORDER BY v.number DESC
LIMIT :limit;
