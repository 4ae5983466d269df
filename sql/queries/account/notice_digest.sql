-- notice_digest: how often a person wants a digest
-- :account uuid
-- :every   text   never, daily, weekly
UPDATE account SET digest = :every WHERE id = :account;
