-- upload_received: more of it is on the disk
-- :id       uuid
-- :received bigint
-- :seconds  bigint  how long it may lie there untouched
-- row: expires_at timestamptz
UPDATE upload u SET received = :received, expires_at = now() + make_interval(secs => :seconds::bigint)
WHERE u.id = :id
RETURNING u.expires_at;
