-- image_page: pictures by id, for who compares rows with files
-- :after uuid
-- :limit bigint
-- row: id uuid, state text, name text?, original bool, old_names text[]
SELECT id, state, name, original, old_names FROM image WHERE id > :after ORDER BY id LIMIT :limit
