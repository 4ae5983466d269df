-- schematic_file_old: files whose pictures an older program made, or that wait although no job is there for them
-- :made_by int     what this program makes
-- :seconds bigint  how long they may wait
-- :limit   bigint
-- row: sha256 text in hexadecimal
SELECT encode(f.sha256, 'hex') AS sha256
FROM schematic_file f
WHERE f.made_by < :made_by::int
  AND (f.analysis <> 'waiting' OR (f.touched_at < now() - make_interval(secs => :seconds::bigint) AND NOT EXISTS (
      SELECT FROM job j WHERE j.kind = 'analyse' AND j.unique_key = encode(f.sha256, 'hex') || '/' || :made_by)))
LIMIT :limit;
