-- market_said_by: after a change: who said it, and that it is one
-- :id     uuid
-- :was    jsonb
-- :source text    person, or a source's id
-- row: changed text[]
SELECT coalesce(market_said(:id, :was, :source), '{}') AS changed;
