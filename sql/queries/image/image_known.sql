-- image_known: of these files those that a picture has
-- :held  uuid[]  ids of held originals
-- :names text[]  of drawn masters
-- row: id uuid, name text?
SELECT id, name FROM image WHERE state <> 'gone' AND original AND id = ANY (:held::uuid[])
UNION ALL
SELECT id, name FROM image WHERE name = ANY (:names::text[])
