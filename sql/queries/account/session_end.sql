-- session_end: ends one session of an account
-- :id      uuid
-- :account uuid
-- :why     text
UPDATE session SET revoked_at = now(), revoked_why = :why
WHERE id = :id AND account_id = :account AND revoked_at IS NULL;
