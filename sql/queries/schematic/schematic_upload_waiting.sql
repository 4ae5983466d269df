-- schematic_upload_waiting: a file of a person that came in pieces and has become nothing yet
-- hot
-- :account uuid
-- :limit   bigint
-- row: id uuid, file_name text, length bigint, received bigint, whole bool, created_at timestamptz, expires_at timestamptz
SELECT u.id, u.file_name, u.length, u.received, u.received = u.length AS whole, u.created_at, u.expires_at
FROM upload u
WHERE u.account_id = :account AND u.expires_at > now()
ORDER BY u.created_at DESC, u.id
LIMIT :limit;
