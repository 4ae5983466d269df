-- refresh_insert: a refresh token of a session, hashed
-- :hash    bytea
-- :session uuid
-- :seconds bigint
INSERT INTO refresh_token (token_hash, session_id, expires_at)
VALUES (:hash, :session, now() + make_interval(secs => :seconds::bigint));
