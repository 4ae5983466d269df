-- idempotency_store: keeps a reply with its effect; what stood there is past its time
-- :scope     text
-- :key       text
-- :route     text
-- :body_hash bytea
-- :status    int
-- :headers   text
-- :body      bytea
INSERT INTO idempotency (scope, key, route, body_hash, status, headers, body)
VALUES (:scope, :key, :route, :body_hash, :status, :headers, :body)
ON CONFLICT (scope, key) DO UPDATE
SET route = excluded.route, body_hash = excluded.body_hash, status = excluded.status, headers = excluded.headers,
    body = excluded.body, created_at = now();
