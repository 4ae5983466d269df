-- schematic_usage: how much a person keeps here
-- :account uuid
-- row: builds bigint, used bigint
SELECT count(*) AS builds, coalesce(sum(s.size), 0)::bigint AS used
FROM schematic s
WHERE s.account_id = :account;
