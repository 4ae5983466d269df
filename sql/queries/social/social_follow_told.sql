-- social_follow_told: whether a person was told in the last month that somebody follows them
-- :account uuid
-- :actor   uuid
-- :kind    text
-- row: told bool
SELECT EXISTS (SELECT FROM notice n WHERE n.actor_id = :actor AND n.account_id = :account AND n.kind = :kind
               AND n.created_at > now() - interval '30 days') AS told;
