-- social_block_delete: blocks no longer
-- :account uuid
-- :blocked uuid
DELETE FROM social_block WHERE account_id = :account AND blocked_id = :blocked;
