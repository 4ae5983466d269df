-- blob_unused: blobs that no row speaks of and nobody has uploaded lately
-- :seconds bigint  how long is lately
-- :limit   bigint
-- row: sha256 bytea

-- One line for every column that references blob; tests/unit/jobs/test_scan.c compares them with the catalogue.
SELECT b.sha256
FROM blob b
WHERE b.touched_at < now() - make_interval(secs => :seconds::bigint)
  AND NOT EXISTS (SELECT FROM schematic t WHERE t.sha256 = b.sha256)
  AND NOT EXISTS (SELECT FROM schematic_version t WHERE t.sha256 = b.sha256)
  AND NOT EXISTS (SELECT FROM schematic_file t WHERE t.sha256 = b.sha256)
  AND NOT EXISTS (SELECT FROM schematic_file t WHERE t.thumb = b.sha256)
  AND NOT EXISTS (SELECT FROM schematic_file t WHERE t.top = b.sha256)
  AND NOT EXISTS (SELECT FROM schematic_file t WHERE t.sections = b.sha256)
  AND NOT EXISTS (SELECT FROM schematic_picture t WHERE t.file = b.sha256)
  AND NOT EXISTS (SELECT FROM schematic_conversion t WHERE t.made = b.sha256)
  AND NOT EXISTS (SELECT FROM account_export t WHERE t.sha256 = b.sha256)
ORDER BY b.touched_at
LIMIT :limit;
