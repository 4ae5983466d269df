-- market_organiser_named: an organiser that a person may put a market under: their own of that name; for moderators any
-- :name      text
-- :viewer    uuid
-- :moderator bool
-- row: id uuid
SELECT o.id FROM market_organiser o
WHERE o.folded = name_fold(:name) AND (o.account_id = :viewer OR :moderator) ORDER BY o.account_id = :viewer DESC NULLS LAST, o.id LIMIT 1;
