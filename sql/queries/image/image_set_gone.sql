-- image_set_gone: a picture's files are to go; its row stays for who refers to it
-- :id uuid
-- row: name text?
UPDATE image SET state = 'gone' WHERE id = :id AND state <> 'gone'
RETURNING name
