-- account_export_work: a copy that is to be made
-- :id uuid
-- row: account uuid, language text?
SELECT e.account_id AS account, a.language FROM account_export e JOIN account a ON a.id = e.account_id
WHERE e.id = :id AND e.state = 'waiting' FOR UPDATE OF e;
