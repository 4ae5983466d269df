-- social_comment_lock: a comment, locked against answers that come in
-- :id uuid
-- row: id uuid
SELECT c.id FROM social_comment c WHERE c.id = :id FOR UPDATE;
