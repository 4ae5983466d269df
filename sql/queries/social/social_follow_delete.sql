-- social_follow_delete: no longer follows
-- :account uuid
-- :kind    text
-- :target  text
DELETE FROM social_follow WHERE account_id = :account AND kind = :kind AND target = :target;
