-- image_settled: the files of these names are removed
-- :id    uuid
-- :names text[]
UPDATE image SET old_names = (SELECT coalesce(array_agg(old), '{}') FROM unnest(old_names) old WHERE old <> ALL (:names::text[])),
    original = original AND state <> 'gone', name = CASE WHEN state = 'gone' THEN NULL ELSE name END
WHERE id = :id
