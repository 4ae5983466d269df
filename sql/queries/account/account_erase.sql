-- account_erase: removes a closed account and every row that speaks of its person
-- :id uuid
-- row: erased bool
SELECT account_erase(:id) AS erased;
