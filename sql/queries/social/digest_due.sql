-- digest_due: the next person whose digest is due and who has something to be told, locked
-- row: id uuid, email text, name text, language text?, every text daily or weekly
SELECT a.id, a.email, a.name, a.language, a.digest AS every
FROM account a
WHERE a.digest <> 'never' AND a.suspended_at IS NULL
  AND coalesce(a.digest_at, a.created_at) < now() - CASE a.digest WHEN 'daily' THEN interval '23 hours' ELSE interval '167 hours' END
  AND EXISTS (SELECT FROM notice n LEFT JOIN notice_preference p ON p.account_id = n.account_id AND p.kind = n.kind
              WHERE n.account_id = a.id AND n.mailed_at IS NULL AND n.read_at IS NULL AND coalesce(p.mail, true))
ORDER BY coalesce(a.digest_at, a.created_at)
LIMIT 1
FOR NO KEY UPDATE SKIP LOCKED;
