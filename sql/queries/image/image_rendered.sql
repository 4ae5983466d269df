-- image_rendered: a picture was drawn; nothing where what is to be drawn changed meanwhile
-- :id      uuid
-- :edition int
-- :name    text
-- :width   int
-- :height  int
-- :size    bigint
-- :digest  bytea
-- :colour  text
-- :preview text
UPDATE image SET state = 'ready', old_names = CASE WHEN name IS NULL THEN old_names ELSE old_names || name END, name = :name, width = :width,
    height = :height, size = :size, digest = :digest, colour = :colour, preview = :preview, original = false, drawn = edition
WHERE id = :id AND state = 'rendering' AND edition = :edition
