-- market_run_undone: undoes a run; no rows: there is nothing to undo
-- :run uuid
-- :by  uuid?
-- row: market uuid
SELECT DISTINCT u AS market FROM market_run_undo(:run, :by::uuid) u;
