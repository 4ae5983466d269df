-- market_run_running: the run of a source that is under way
-- :source uuid
-- row: id uuid, cause text, trial bool
SELECT r.id, r.cause, r.trial FROM market_run r WHERE r.source_id = :source AND r.state = 'running';
