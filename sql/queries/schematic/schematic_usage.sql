-- schematic_usage: how much a person keeps here: every version's file and every picture, waiting ones included
-- hot
-- :account uuid
-- row: builds bigint, used bigint
SELECT (SELECT count(*) FROM schematic s WHERE s.account_id = :account) AS builds,
       (coalesce((SELECT sum(v.size) FROM schematic s JOIN schematic_version v ON v.schematic_id = s.id WHERE s.account_id = :account), 0)
        + coalesce((SELECT sum(p.size) FROM schematic s JOIN schematic_picture p ON p.schematic_id = s.id WHERE s.account_id = :account), 0)
        + coalesce((SELECT sum(u.size) FROM schematic s JOIN schematic_picture_upload u ON u.schematic_id = s.id WHERE s.account_id = :account), 0))::bigint
           AS used;
