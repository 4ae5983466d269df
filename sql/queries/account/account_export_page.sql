-- account_export_page: the copies that a person asked for and that are still there, latest first
-- :account uuid
-- row: id uuid, state text waiting or ready, size bigint?, created_at timestamptz, expires_at timestamptz
SELECT e.id, e.state, e.size, e.created_at, e.expires_at FROM account_export e
WHERE e.account_id = :account AND e.expires_at > now() ORDER BY e.id DESC LIMIT 20;
