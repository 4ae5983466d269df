-- market_conflict_decide: decides about a conflict; none: that was done already
-- :id     uuid
-- :accept bool   the source is right
-- :by     uuid
-- row: market uuid, dated bool
SELECT d.market_id AS market, d.dated FROM market_conflict_settle(:id, :accept, :by) d WHERE d.market_id IS NOT NULL;
