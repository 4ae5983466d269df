-- account_export_one: a copy that is ready, for its person alone
-- :id      uuid
-- :account uuid
-- row: sha256 bytea, created_at timestamptz
SELECT coalesce(e.sha256, '') AS sha256, e.created_at FROM account_export e
WHERE e.id = :id AND e.account_id = :account AND e.state = 'ready' AND e.expires_at > now();
