-- image_set_published: has a held picture drawn; nothing where it is not held, or no detector and nobody looked for faces
-- :id uuid
-- row: id uuid
UPDATE image SET state = 'rendering', published_at = coalesce(published_at, now())
WHERE id = :id AND state = 'held' AND (detector = 'ok' OR checked)
RETURNING id
