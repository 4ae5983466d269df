-- image_grant_sweep: forgets leaves whose time is over
-- :seconds bigint
DELETE FROM image_grant WHERE created_at < now() - make_interval(secs => :seconds::bigint)
