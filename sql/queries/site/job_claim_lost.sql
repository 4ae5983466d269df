-- job_claim_lost: takes a job whose worker died: its lease is over
-- hot
-- :lease bigint  seconds that the worker may take
-- row: id uuid, kind text, payload jsonb, request_id text?, tries int, delays int, locked_until timestamptz
UPDATE job SET state = 'running', tries = tries + 1, locked_until = now() + make_interval(secs => :lease::bigint)
WHERE id = (SELECT j.id FROM job j WHERE j.state = 'running' AND j.locked_until < now()
            ORDER BY j.locked_until LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id, kind, payload, request_id, tries, delays, locked_until;
