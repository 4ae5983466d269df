-- session_end_all: ends the sessions of an account, all or all but one
-- :account uuid
-- :except  uuid?
-- :why     text
-- row: id uuid
UPDATE session SET revoked_at = now(), revoked_why = :why
WHERE account_id = :account AND id IS DISTINCT FROM :except AND revoked_at IS NULL
RETURNING id;
