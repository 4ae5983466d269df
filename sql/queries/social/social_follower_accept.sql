-- social_follower_accept: lets somebody follow; affects nothing where nobody asked
-- :account  uuid   who is followed
-- :follower uuid
UPDATE social_follow SET accepted = true
WHERE account_id = :follower AND kind = 'person' AND target = :account::uuid::text AND NOT accepted;
