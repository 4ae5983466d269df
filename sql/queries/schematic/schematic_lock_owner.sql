-- schematic_lock_owner: makes uploads of one person take turns, so that parallel ones cannot pass the quota together
-- :account uuid
-- row: id uuid
SELECT a.id FROM account a WHERE a.id = :account FOR NO KEY UPDATE;
