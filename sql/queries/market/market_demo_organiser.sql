-- market_demo_organiser: who holds demo markets, made once
-- :id          uuid   for when it is new
-- :slug        text
-- :name        text
-- :description text
-- :website     text
-- :claimed     bool
-- row: id uuid
INSERT INTO market_organiser (id, slug, name, description, website, claimed_at)
VALUES (:id, :slug, :name, :description, :website, CASE WHEN :claimed::bool THEN now() END)
ON CONFLICT (slug) DO UPDATE SET slug = excluded.slug
RETURNING market_organiser.id;
