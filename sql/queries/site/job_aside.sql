-- job_aside: failed too often; stays where an administrator sees it
-- :id           uuid
-- :locked_until timestamptz  as claimed
-- :why          text
UPDATE job SET state = 'aside', locked_until = NULL, why = :why
WHERE id = :id AND state = 'running' AND locked_until = :locked_until;
