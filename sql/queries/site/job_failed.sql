-- job_failed: back to waiting after a failed try
-- :id           uuid
-- :locked_until timestamptz  as claimed
-- :delay_ms     bigint
-- :why          text
UPDATE job
SET state = 'waiting', delays = 0, locked_until = NULL, why = :why,
    run_at = now() + make_interval(secs => :delay_ms::bigint / 1000.0)
WHERE id = :id AND state = 'running' AND locked_until = :locked_until;
