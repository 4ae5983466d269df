-- social_blocks: whether one person blocks another
-- :person uuid
-- :other  uuid
-- row: blocked bool
SELECT blocks(:person, :other) AS blocked;
