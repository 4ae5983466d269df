-- image_set_shown: shows a hidden picture again: drawn anew where boxes came meanwhile
-- :id uuid
-- row: state text
UPDATE image SET state = 'rendering', hidden_by = NULL, hidden_at = NULL, hidden_reason = '' WHERE id = :id AND state = 'hidden'
RETURNING state
