-- market_merge_put: writes down that two markets may be one, and makes them one where that is certain
-- :run      uuid
-- :a        uuid
-- :b        uuid
-- :likeness float
-- row: merge uuid, done bool
SELECT f.merge, f.done FROM market_merge_found(:run, :a, :b, :likeness) f;
