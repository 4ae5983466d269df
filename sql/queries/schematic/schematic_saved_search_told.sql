-- schematic_saved_search_told: a saved search was looked after up to a moment
-- :id      uuid
-- :until   timestamptz
UPDATE schematic_saved_search s SET told_at = :until WHERE s.id = :id;
