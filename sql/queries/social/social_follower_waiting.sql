-- social_follower_waiting: how many wait to be let follow a person, as far as anybody cares
-- hot
-- :account uuid
-- row: waiting bigint 100 at most
SELECT count(*) AS waiting
FROM (SELECT FROM social_follow f WHERE f.kind = 'person' AND f.target = :account::uuid::text AND f.accepted = false LIMIT 100) f;
