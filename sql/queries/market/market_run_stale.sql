-- market_run_stale: a run that nobody ends any more has failed
-- :source uuid
UPDATE market_run SET state = 'failed', ended_at = now(), problems = problems || '[{"kind": "lost", "scope": "all", "where": "", "what": "it never came to its end"}]'
WHERE source_id = :source AND state = 'running' AND started_at < now() - interval '12 hours';
