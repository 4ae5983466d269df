-- upload_one: how far a person's file on its way is
-- hot
-- :id      uuid
-- :account uuid
-- row: id uuid, file_name text, length bigint, received bigint, created_at timestamptz, expires_at timestamptz
SELECT u.id, u.file_name, u.length, u.received, u.created_at, u.expires_at
FROM upload u
WHERE u.id = :id AND u.account_id = :account AND u.expires_at > now();
