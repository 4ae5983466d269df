-- notice_unread: how many notices wait to be read
-- hot
-- :account uuid
-- row: unread bigint
SELECT count(*) AS unread FROM notice n WHERE n.account_id = :account AND n.read_at IS NULL;
