-- social_comment_hide: a moderator hides a comment, or shows it again
-- :id     uuid
-- :hidden bool
-- :reason text
UPDATE social_comment SET hidden_at = CASE WHEN :hidden THEN coalesce(hidden_at, now()) END, hidden_reason = :reason WHERE id = :id;
