-- social_comment_delete: takes a comment away that nobody has answered; none where somebody has
-- :id uuid
DELETE FROM social_comment c WHERE c.id = :id AND NOT EXISTS (SELECT FROM social_comment r WHERE r.parent_id = c.id);
