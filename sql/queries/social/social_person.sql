-- social_person: somebody as another person meets them
-- hot
-- :slug   text
-- :viewer uuid
-- row: id uuid, name text, slug text, blocks_me bool, blocked bool by me
SELECT a.id, a.name, a.slug, blocks(a.id, :viewer) AS blocks_me, blocks(:viewer, a.id) AS blocked
FROM account a WHERE a.slug = :slug AND a.suspended_at IS NULL;
