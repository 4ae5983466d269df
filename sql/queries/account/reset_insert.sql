-- reset_insert: a link for a forgotten password; its secret is derived from the id, not kept
-- :id      uuid
-- :account uuid
-- :seconds bigint
INSERT INTO password_reset (id, account_id, expires_at)
VALUES (:id, :account, now() + make_interval(secs => :seconds::bigint));
