-- reset_pending: a link that can still be used, held until the transaction ends
-- :id uuid
-- row: account uuid, email text, name text
SELECT r.account_id AS account, a.email, a.name
FROM password_reset r JOIN account a ON a.id = r.account_id
WHERE r.id = :id AND r.used_at IS NULL AND r.expires_at > now() AND (a.suspended_at IS NULL OR a.closed_at IS NOT NULL)
FOR UPDATE OF r;
