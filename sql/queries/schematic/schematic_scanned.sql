-- schematic_scanned: every version with these bytes takes the scanner's verdict; answers those whose changed
-- :sha256 bytea
-- :status text
-- row: id uuid of the build, slug text, title text, account uuid, name text, email text, language text?
WITH changed AS (
    UPDATE schematic_version SET status = :status WHERE sha256 = :sha256 AND status <> :status RETURNING schematic_id
)
SELECT s.id, s.slug, s.title, a.id AS account, a.name, a.email, a.language
FROM changed c JOIN schematic s ON s.id = c.schematic_id JOIN account a ON a.id = s.account_id;
