-- schematic_demo_person: somebody for demo builds to belong to, made once; no password fits the hash, so nobody can sign in as them
-- :id    uuid   for when they are new
-- :email text
-- :name  text
-- :slug  text
-- :about text
-- row: id uuid
INSERT INTO account (id, email, name, slug, about, password_hash) VALUES (:id, :email, :name, :slug, :about, '*')
ON CONFLICT (slug) DO UPDATE SET slug = excluded.slug
RETURNING account.id;
