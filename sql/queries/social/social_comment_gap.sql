-- social_comment_gap: takes away a gap that has lost its last answer
-- :id uuid
DELETE FROM social_comment c
WHERE c.id = :id AND c.deleted_at IS NOT NULL AND NOT EXISTS (SELECT FROM account a WHERE a.id = c.account_id AND a.closed_at IS NOT NULL) AND NOT EXISTS (SELECT FROM social_comment r WHERE r.parent_id = c.id);
