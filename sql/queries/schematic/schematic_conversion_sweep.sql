-- schematic_conversion_sweep: forgets conversions that nobody used for long, and those that never came to be; their files go with a later sweep of blobs
-- :seconds bigint
DELETE FROM schematic_conversion
WHERE used_at < now() - make_interval(secs => :seconds::bigint)
   OR (used_at < now() - interval '1 day' AND made IS NULL AND why = '');
