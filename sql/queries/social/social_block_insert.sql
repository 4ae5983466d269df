-- social_block_insert: blocks a person: neither follows the other any more, and what they told is taken back
-- :id      uuid
-- :account uuid
-- :blocked uuid
WITH unfollowed AS (
    DELETE FROM social_follow WHERE kind = 'person'
      AND ((account_id = :account AND target = :blocked::uuid::text) OR (account_id = :blocked AND target = :account::uuid::text))
), untold AS (
    DELETE FROM notice WHERE account_id = :account AND actor_id = :blocked
)
INSERT INTO social_block (id, account_id, blocked_id) VALUES (:id, :account, :blocked) ON CONFLICT DO NOTHING;
