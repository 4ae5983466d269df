-- job_done: the job is no more; none when another worker has taken it since, because the lease ran out
-- :id           uuid
-- :locked_until timestamptz  as claimed
DELETE FROM job WHERE id = :id AND state = 'running' AND locked_until = :locked_until;
