-- schematic_picture_sweep: forgets pictures whose job was put aside; while the scanner is away they wait
-- :seconds bigint  how long ago they were sent
DELETE FROM schematic_picture_upload u
WHERE u.created_at < now() - make_interval(secs => :seconds::bigint)
  AND NOT EXISTS (SELECT FROM job j WHERE j.kind = 'picture' AND j.unique_key = u.id::text AND j.state <> 'aside');
