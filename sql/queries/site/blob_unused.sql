-- blob_unused: blobs that no row speaks of and nobody has uploaded lately
-- :seconds bigint  how long is lately
-- :limit   bigint
-- row: sha256 bytea
SELECT b.sha256
FROM blob b
WHERE b.touched_at < now() - make_interval(secs => :seconds::bigint)
  AND NOT EXISTS (SELECT FROM schematic s WHERE s.sha256 = b.sha256)
ORDER BY b.touched_at
LIMIT :limit;
