-- upload_open: how many files of a person are on their way
-- hot
-- :account uuid
-- row: count bigint
SELECT count(*) AS count FROM upload u WHERE u.account_id = :account AND u.expires_at > now();
