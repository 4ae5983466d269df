-- upload_take: the same, held until the commit
-- hot
-- :id      uuid
-- :account uuid
-- row: id uuid, file_name text, length bigint, received bigint, expires_at timestamptz
SELECT u.id, u.file_name, u.length, u.received, u.expires_at
FROM upload u
WHERE u.id = :id AND u.account_id = :account AND u.expires_at > now()
FOR UPDATE;
