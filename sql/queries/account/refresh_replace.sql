-- refresh_replace: a token is used up; its session goes on
-- :hash    bytea
-- :seconds bigint
WITH used AS (
    UPDATE refresh_token SET replaced_at = clock_timestamp() WHERE token_hash = :hash RETURNING session_id)
UPDATE session SET used_at = now(), expires_at = now() + make_interval(secs => :seconds::bigint)
FROM used WHERE session.id = used.session_id;
