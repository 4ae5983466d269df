-- account_export_ask: asks for a copy of everything about a person; the one that is on its way already is answered again
-- :id      uuid
-- :account uuid
-- :seconds bigint  how long the file is kept
-- row: id uuid
INSERT INTO account_export AS e (id, account_id, expires_at) VALUES (:id, :account, now() + make_interval(secs => :seconds::bigint))
ON CONFLICT (account_id) WHERE state = 'waiting' DO UPDATE SET expires_at = excluded.expires_at
RETURNING e.id;
