-- schematic_file_stuck: files whose analysis was put aside, because it took its worker with it or failed too often, are told so
-- :made_by int    what this program makes
UPDATE schematic_file f
SET analysis = CASE f.analysis WHEN 'waiting' THEN 'failed' ELSE f.analysis END, made_by = :made_by, analysed_at = now()
FROM job j
WHERE j.kind = 'analyse' AND j.state = 'aside' AND f.made_by < :made_by
  AND j.unique_key = encode(f.sha256, 'hex') || '/' || :made_by::int;
