-- image_set_boxes: what is to be obscured. Of what was drawn already nothing can be taken back: boxes are then added to the drawn ones
-- :id     uuid
-- :boxes  jsonb   [{"x", "y", "width", "height"}]
-- :manner text
-- row: state text, original bool
UPDATE image SET boxes = CASE WHEN original THEN :boxes ELSE boxes || :boxes END, manner = :manner, checked = true, edition = edition + 1,
    state = CASE WHEN state = 'ready' THEN 'rendering' ELSE state END
WHERE id = :id AND state IN ('held', 'rendering', 'ready', 'hidden')
RETURNING state, original
