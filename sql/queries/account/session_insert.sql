-- session_insert: a new sign-in
-- :id          uuid
-- :account     uuid
-- :kind        text     browser or api
-- :token_hash  bytea?   of a browser's cookie
-- :user_agent  text
-- :address     text     as shown to its owner
-- :address_key text     as counted: an IPv6 network
-- :seconds     bigint   until it ends unless it is used
INSERT INTO session (id, account_id, kind, token_hash, user_agent, address, address_key, expires_at)
VALUES (:id, :account, :kind, :token_hash, :user_agent, :address, :address_key,
        now() + make_interval(secs => :seconds::bigint));
