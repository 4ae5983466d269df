-- schematic_collection_count: how many collections a person has
-- :account uuid
-- row: collections bigint
SELECT count(*) AS collections FROM schematic_collection c WHERE c.account_id = :account;
