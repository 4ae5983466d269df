-- image_files: what of a picture's files has to be there, and what not
-- :id uuid
-- row: state text, name text?, original bool, old_names text[]
SELECT state, name, original, old_names FROM image WHERE id = :id
