-- schematic_saved_search_delete: forgets one
-- :id      uuid
-- :account uuid
DELETE FROM schematic_saved_search s WHERE s.id = :id AND s.account_id = :account;
