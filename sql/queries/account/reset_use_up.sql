-- reset_use_up: no link that an account was sent works any more
-- :account uuid
UPDATE password_reset SET used_at = now() WHERE account_id = :account AND used_at IS NULL;
