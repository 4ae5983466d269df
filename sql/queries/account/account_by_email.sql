-- account_by_email: what signing in needs; the address in any case of its letters
-- hot
-- :email text
-- row: id uuid, email text, name text, password_hash text, suspended bool
SELECT a.id, a.email, a.name, a.password_hash, a.suspended_at IS NOT NULL AS suspended
FROM account a
WHERE lower(a.email) = lower(:email);
