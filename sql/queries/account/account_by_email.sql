-- account_by_email: what signing in needs; the address in any case of its letters
-- hot
-- :email text
-- row: id uuid, email text, name text, language text?, password_hash text, suspended bool,
--      suspended_over bool its time has come, suspended_reason text
SELECT a.id, a.email, a.name, a.language, a.password_hash, a.suspended_at IS NOT NULL AS suspended,
       coalesce(a.suspended_until <= now(), false) AS suspended_over, a.suspended_reason
FROM account a
WHERE lower(a.email) = lower(:email);
