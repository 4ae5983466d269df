-- notice_sweep: forgets what was read half a year ago
DELETE FROM notice WHERE read_at < now() - interval '180 days';
