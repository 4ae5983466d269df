-- social_like_gather: counts a like into the notice that its owner has not read yet
-- :owner   uuid
-- :actor   uuid
-- :room    text
-- :subject uuid
UPDATE notice SET people = people + 1, actor_id = :actor
WHERE id = (SELECT n.id FROM notice n WHERE n.room = :room AND n.subject_id = :subject AND n.account_id = :owner
            AND n.kind = 'social.like' AND n.read_at IS NULL AND n.mailed_at IS NULL ORDER BY n.id DESC LIMIT 1);
