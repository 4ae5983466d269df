-- social_comment_update: what its author changes; the same text is no edit
-- :id   uuid
-- :body text
UPDATE social_comment SET edited_at = CASE WHEN body = :body THEN edited_at ELSE now() END, body = :body WHERE id = :id;
