-- schematic_download_sweep: forgets who downloaded, once the window in which they count is over
-- :seconds bigint  how long a window lasts
DELETE FROM schematic_download WHERE window_start < now() - make_interval(secs => :seconds::bigint);
