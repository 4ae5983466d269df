-- schematic_saved_search_insert: a new one, unless the person has as many as they may; what is there already is not told of
-- :id      uuid
-- :account uuid
-- :title   text
-- :query   text
-- :filter  jsonb
-- :notify  bool
-- :most    bigint
INSERT INTO schematic_saved_search (id, account_id, title, query, filter, notify)
SELECT :id, :account, :title, :query, :filter, :notify
WHERE (SELECT count(*) FROM schematic_saved_search o WHERE o.account_id = :account) < :most;
