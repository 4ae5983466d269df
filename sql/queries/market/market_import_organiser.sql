-- market_import_organiser: an organiser by name, the elder of several
-- :name text
-- row: id uuid
SELECT o.id FROM market_organiser o WHERE o.folded = name_fold(:name) ORDER BY o.created_at, o.id LIMIT 1;
