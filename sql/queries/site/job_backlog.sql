-- job_backlog: how many jobs are due and not begun, and how many were put aside
-- row: waiting bigint, aside bigint
SELECT count(*) FILTER (WHERE state = 'waiting') AS waiting, count(*) FILTER (WHERE state = 'aside') AS aside
FROM job WHERE state = 'aside' OR (state = 'waiting' AND run_at <= now());
