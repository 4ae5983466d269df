-- social_comment_empty: leaves a gap where a comment was answered
-- :id uuid
UPDATE social_comment SET body = '', deleted_at = coalesce(deleted_at, now()) WHERE id = :id;
