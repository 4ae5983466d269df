-- market_source_turn: when a source is read next by itself
-- :id uuid
-- :at timestamptz
UPDATE market_source SET due_at = :at WHERE id = :id;
