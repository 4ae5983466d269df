-- account_named: an account by its address or the last part of its page's, for the operator
-- :name text
-- row: id uuid, email text, closed bool
SELECT a.id, a.email, a.closed_at IS NOT NULL AS closed
FROM account a LEFT JOIN account_closing c ON c.account_id = a.id
WHERE lower(a.email) = lower(:name) OR a.slug = :name OR c.slug = :name;
