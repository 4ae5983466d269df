-- refresh_find: a refresh token and its session, both held until the transaction ends
-- hot
-- :hash  bytea
-- :grace bigint  seconds in which a used token still answers its successor
-- row: session uuid, account uuid, usable bool, replaced bool, reused bool after the grace
SELECT s.id AS session, s.account_id AS account,
       t.expires_at > clock_timestamp() AND s.revoked_at IS NULL AND s.expires_at > clock_timestamp()
           AND a.suspended_at IS NULL AS usable,
       t.replaced_at IS NOT NULL AS replaced,
       coalesce(t.replaced_at + make_interval(secs => :grace::bigint) <= clock_timestamp(), false) AS reused
FROM refresh_token t
JOIN session s ON s.id = t.session_id
JOIN account a ON a.id = s.account_id
WHERE t.token_hash = :hash
FOR UPDATE OF t, s;
