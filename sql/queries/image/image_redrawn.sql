-- image_redrawn: a picture that was hidden is shown again as it was drawn; nothing where what is to be drawn changed meanwhile
-- :id      uuid
-- :edition int
UPDATE image SET state = 'ready' WHERE id = :id AND state = 'rendering' AND edition = :edition AND drawn = edition
