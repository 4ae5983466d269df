-- social_comment_take: what a comment belongs to
-- hot
-- :id uuid
-- row: id uuid, room text, subject uuid, parent uuid?, author uuid?, body text, deleted bool, hidden bool
SELECT c.id, c.room, c.subject_id AS subject, c.parent_id AS parent, c.account_id AS author, c.body,
       c.deleted_at IS NOT NULL AS deleted, c.hidden_at IS NOT NULL AS hidden
FROM social_comment c WHERE c.id = :id;
