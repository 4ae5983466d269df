-- account_set_password: another hash; the old one is nowhere kept
-- :id   uuid
-- :hash text
UPDATE account SET password_hash = :hash, updated_at = now() WHERE id = :id;
