-- market_organiser_change: an organiser that is about to be changed, locked
-- :id        uuid?
-- :slug      text?
-- :viewer    uuid
-- :moderator bool
-- row: id uuid, slug text, name text, description text, website text, email text, phone text, mine bool, may_edit bool
SELECT o.id, o.slug, o.name, o.description, o.website, o.email, o.phone, coalesce(o.account_id = :viewer, false) AS mine,
       coalesce(o.account_id = :viewer, false) OR :moderator AS may_edit
FROM market_organiser o WHERE o.id = coalesce(:id::uuid, (SELECT t.id FROM market_organiser t WHERE t.slug = :slug)) FOR UPDATE;
