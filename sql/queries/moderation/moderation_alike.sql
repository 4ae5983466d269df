-- moderation_alike: other builds that are the same or half alike at least, most alike first
-- :subject uuid
-- :limit   bigint
-- row: id uuid, title text, path text, thumb text?, author_name text, author_slug text, likeness float 1 for the same build wherever it stands,
--      percent bigint, review text, visibility text, own bool by the same person, created_at timestamptz
SELECT s.id, s.title, '/schematics/' || s.slug AS path,
       '/schematics/' || s.slug || '/thumb.webp?v=' || left(encode(f.thumb, 'hex'), 16) AS thumb,
       p.name AS author_name, p.slug AS author_slug, coalesce(a.likeness, 0) AS likeness, round(coalesce(a.likeness, 0) * 100)::bigint AS percent,
       s.review, s.visibility, s.account_id = o.account_id AS own, s.created_at
FROM schematic_alike(:subject) a
JOIN schematic s ON s.id = a.id
JOIN schematic o ON o.id = :subject
JOIN account p ON p.id = s.account_id
LEFT JOIN schematic_file f ON f.sha256 = s.sha256
ORDER BY a.likeness DESC, s.id
LIMIT :limit;
