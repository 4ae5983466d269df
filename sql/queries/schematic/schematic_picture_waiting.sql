-- schematic_picture_waiting: a picture from before the pool, which is to be handed to it
-- :id uuid
-- row: account uuid, title text, slug text, file bytea
SELECT s.account_id AS account, s.title, s.slug, coalesce(p.file, '') AS file FROM schematic_picture p JOIN schematic s ON s.id = p.schematic_id
WHERE p.id = :id AND p.file IS NOT NULL;
