-- image_set_hidden: takes a picture away from all eyes but moderators'
-- :id  uuid
-- :by  uuid?
-- :why text
-- row: name text?
UPDATE image SET state = 'hidden', hidden_by = :by, hidden_at = now(), hidden_reason = :why
WHERE id = :id AND state IN ('rendering', 'ready')
RETURNING name
