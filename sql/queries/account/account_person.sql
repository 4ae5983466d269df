-- account_person: what everyone may see of a person
-- hot
-- :slug text
-- row: id uuid, name text, slug text, about text Markdown, created_at timestamptz, builds bigint public ones
SELECT a.id, a.name, a.slug, a.about, a.created_at,
       (SELECT count(*) FROM schematic s
        WHERE s.account_id = a.id AND s.listed) AS builds
FROM account a
WHERE a.slug = :slug AND a.suspended_at IS NULL;
