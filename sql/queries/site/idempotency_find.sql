-- idempotency_find: the reply kept for a key
-- :scope   text
-- :key     text
-- :seconds bigint   how long replies are kept
-- row: route text, body_hash bytea, status int, headers text, body bytea
SELECT route, body_hash, status, headers, body
FROM idempotency
WHERE scope = :scope AND key = :key AND created_at > now() - :seconds * interval '1 second';
