-- session_touch: a session in use; a browser's ends later for it
-- :id      uuid
-- :seconds bigint
UPDATE session
SET used_at = now(),
    expires_at = CASE kind WHEN 'browser' THEN now() + make_interval(secs => :seconds::bigint) ELSE expires_at END
WHERE id = :id AND revoked_at IS NULL;
