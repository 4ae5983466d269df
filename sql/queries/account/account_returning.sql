-- account_returning: the closed account of a link that still works
-- :id uuid
-- row: account uuid, name text, erase_at timestamptz
SELECT c.account_id AS account, c.kept #>> '{account,name}' AS name, c.erase_at
FROM account_closing c WHERE c.return_id = :id AND c.return_until > now();
