-- image_work: what the pool has to draw
-- :id uuid
-- row: state text, original bool, name text?, boxes jsonb, manner text, edition int, drawn int
SELECT state, original, name, boxes, manner, edition, drawn FROM image WHERE id = :id
