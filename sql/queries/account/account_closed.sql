-- account_closed: what is told of an account that was closed
-- :id uuid
-- row: name text, slug text, email text, language text?, erase_at timestamptz
SELECT c.kept #>> '{account,name}' AS name, c.slug, a.email, a.language, c.erase_at
FROM account_closing c JOIN account a ON a.id = c.account_id WHERE c.account_id = :id;
