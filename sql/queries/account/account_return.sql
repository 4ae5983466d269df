-- account_return: brings a closed account back as it was
-- :id uuid
-- row: back bool false where it was not closed
SELECT account_return(:id) AS back;
