-- schematic_usage: how much a person keeps here: every file and picture, and files on their way in full length
-- hot
-- :account uuid
-- row: builds bigint, used bigint, uploads bigint of it: files on their way
WITH kept AS (
    SELECT (SELECT count(*) FROM schematic s WHERE s.account_id = :account) AS builds,
           coalesce((SELECT sum(v.size) FROM schematic s JOIN schematic_version v ON v.schematic_id = s.id WHERE s.account_id = :account), 0)
           + coalesce((SELECT sum(p.size) FROM schematic s JOIN schematic_picture p ON p.schematic_id = s.id WHERE s.account_id = :account), 0) AS files,
           coalesce((SELECT sum(u.length) FROM upload u WHERE u.account_id = :account AND u.expires_at > now()), 0) AS uploads
)
SELECT k.builds, (k.files + k.uploads)::bigint AS used, k.uploads::bigint AS uploads FROM kept k;
