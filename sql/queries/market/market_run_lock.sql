-- market_run_lock: a run that is under way, for the one who ends it
-- :id uuid
-- row: id uuid, trial bool, cause text
SELECT r.id, r.trial, r.cause FROM market_run r WHERE r.id = :id AND r.state = 'running' FOR UPDATE;
