-- schematic_scanned: every build with these bytes takes the scanner's verdict; answers whose changed
-- :sha256 bytea
-- :status text
-- row: slug text, title text, account uuid, name text, email text, language text?
WITH changed AS (
    UPDATE schematic SET status = :status WHERE sha256 = :sha256 AND status <> :status RETURNING slug, title, account_id
)
SELECT c.slug, c.title, a.id AS account, a.name, a.email, a.language
FROM changed c JOIN account a ON a.id = c.account_id;
