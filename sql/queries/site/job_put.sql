-- job_put: queues a job; where one with the same unique key already waits, nothing happens
-- :id         uuid
-- :kind       text
-- :payload    jsonb
-- :unique     text?
-- :request_id text?
-- :delay      bigint  seconds
INSERT INTO job (id, kind, payload, unique_key, request_id, run_at)
VALUES (:id, :kind, :payload, :unique, :request_id, now() + make_interval(secs => :delay::bigint))
ON CONFLICT (kind, unique_key) WHERE state = 'waiting' AND unique_key IS NOT NULL DO NOTHING;
