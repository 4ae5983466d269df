-- account_grant: a role for an account; none where it has it already
-- :account uuid
-- :role    text
INSERT INTO account_role (account_id, role) VALUES (:account, :role) ON CONFLICT DO NOTHING;
