-- schematic_picture_sweep: forgets pictures whose job was put aside
-- :seconds bigint  how long ago they were sent
DELETE FROM schematic_picture_upload WHERE created_at < now() - make_interval(secs => :seconds::bigint);
