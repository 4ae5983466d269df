-- schematic_link_sweep: forgets links that opened nothing for long
-- :seconds bigint
DELETE FROM schematic_link WHERE least(expires_at, revoked_at) < now() - make_interval(secs => :seconds::bigint);
