-- upload_delete: it is given up, or has become something
-- :id uuid
DELETE FROM upload WHERE id = :id;
