-- account_insert: a new account with its first role; nothing where the address or the slug is taken
-- :id    uuid
-- :email text
-- :name  text
-- :slug  text
-- :hash  text
-- :role  text
-- :language text?  none chosen yet
WITH made AS (
    INSERT INTO account (id, email, name, slug, password_hash, language) VALUES (:id, :email, :name, :slug, :hash, :language)
    ON CONFLICT DO NOTHING
    RETURNING id)
INSERT INTO account_role (account_id, role) SELECT made.id, :role FROM made;
