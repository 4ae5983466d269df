-- moderation_person: somebody as moderators deal with them
-- hot
-- :slug text
-- row: id uuid, name text, slug text, created_at timestamptz, suspended_at timestamptz?, suspended_until timestamptz?, suspended_reason text,
--      roles text[], staff bool moderates or administers, builds bigint, reports bigint open ones about the person
SELECT a.id, a.name, a.slug, a.created_at, a.suspended_at, a.suspended_until, a.suspended_reason,
       array(SELECT r.role FROM account_role r WHERE r.account_id = a.id ORDER BY r.role) AS roles,
       EXISTS (SELECT FROM account_role r JOIN role_permission p ON p.role = r.role
               WHERE r.account_id = a.id AND p.permission IN ('schematic.moderate', 'account.moderate', 'site.admin')) AS staff,
       (SELECT count(*) FROM schematic s WHERE s.account_id = a.id) AS builds,
       (SELECT count(*) FROM report r WHERE r.room = 'person' AND r.subject_id = a.id AND r.resolution IS NULL) AS reports
FROM account a WHERE a.slug = :slug;
