-- digest_stop: a person wants no more digests
-- :account uuid
UPDATE account SET digest = 'never' WHERE id = :account;
