-- account_by_email: what signing in needs; the address in any case of its letters
-- hot
-- :email text
-- row: id uuid, email text, name text, language text?, password_hash text, suspended bool,
--      suspended_over bool its time has come, suspended_reason text, closed bool it can be brought back
SELECT a.id, a.email, a.name, a.language, a.password_hash, a.suspended_at IS NOT NULL AS suspended,
       coalesce(a.suspended_until <= now(), false) AS suspended_over, a.suspended_reason,
       a.closed_at IS NOT NULL AND (c.kept #>> '{account,suspended_at}') IS NULL AND a.suspended_reason = '' AS closed
FROM account a LEFT JOIN account_closing c ON c.account_id = a.id
WHERE lower(a.email) = lower(:email);
