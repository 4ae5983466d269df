-- account_secret: what changing a password needs, held until the transaction ends
-- :id uuid
-- row: email text, name text, password_hash text
SELECT a.email, a.name, a.password_hash FROM account a WHERE a.id = :id FOR UPDATE;
