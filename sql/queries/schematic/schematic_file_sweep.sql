-- schematic_file_sweep: forgets what was found out about files that no build has any more; their pictures go with a later sweep of blobs
-- :seconds bigint  how long ago they were last uploaded
DELETE FROM schematic_file f
WHERE f.touched_at < now() - make_interval(secs => :seconds::bigint)
  AND NOT EXISTS (SELECT FROM schematic_version v WHERE v.sha256 = f.sha256)
  AND NOT EXISTS (SELECT FROM schematic s WHERE s.sha256 = f.sha256);
