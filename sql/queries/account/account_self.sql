-- account_self: the signed-in person's own account
-- hot
-- :id uuid
-- row: id uuid, email text, name text, slug text, about text Markdown, profile text public followers or private,
--      language text? chosen for pages and mails, roles text[],
--      created_at timestamptz
SELECT a.id, a.email, a.name, a.slug, a.about, a.profile, a.language,
       array(SELECT r.role FROM account_role r WHERE r.account_id = a.id ORDER BY r.role) AS roles,
       a.created_at
FROM account a
WHERE a.id = :id;
