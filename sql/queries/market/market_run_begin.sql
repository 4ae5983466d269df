-- market_run_begin: begins a run; none: one is under way
-- :id      uuid
-- :source  uuid
-- :cause   text
-- :trial   bool
-- :account uuid?
INSERT INTO market_run (id, source_id, cause, trial, account_id) VALUES (:id, :source, :cause, :trial, :account)
ON CONFLICT (source_id) WHERE state = 'running' DO NOTHING;
