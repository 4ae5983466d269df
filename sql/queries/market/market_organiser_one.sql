-- market_organiser_one: who holds markets, by id or slug. One that proved nothing and has no market that readers see is its own account's alone
-- hot
-- :id        uuid?
-- :slug      text?  when there is no id
-- :viewer    uuid?
-- :moderator bool
-- row: id uuid, slug text, name text, description text Markdown, website text, email text, phone text, claimed bool it proved its mail or domain,
--      markets bigint that are listed, account_slug text? of the person who speaks for it, created_at timestamptz, updated_at timestamptz
SELECT o.id, o.slug, o.name, o.description, o.website, o.email, o.phone, o.claimed_at IS NOT NULL AS claimed,
       (SELECT count(*) FROM market m WHERE m.organiser_id = o.id AND m.listed) AS markets,
       CASE WHEN o.claimed_at IS NOT NULL THEN a.slug END AS account_slug, o.created_at, o.updated_at
FROM market_organiser o LEFT JOIN account a ON a.id = o.account_id
WHERE o.id = coalesce(:id::uuid, (SELECT s.id FROM market_organiser s WHERE s.slug = :slug))
  AND (o.claimed_at IS NOT NULL OR o.account_id = :viewer::uuid OR :moderator OR EXISTS (SELECT FROM market m WHERE m.organiser_id = o.id AND m.reachable));
