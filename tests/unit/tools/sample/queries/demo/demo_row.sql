-- demo_row: everything that a row can hold
-- :id     uuid     which one
-- :names  text[]?  or by name
-- row: id uuid, title text the name of it, note text?, count bigint, maybe bigint?, small int, ratio float, on bool,
--      at timestamptz, data bytea?, more jsonb, tags text[], ids uuid[]?
SELECT id, title, note, count, maybe, small, ratio, "on", at, data, more, tags, ids
FROM demo -- not :this
WHERE id = :id OR title = ANY(:names) OR note = 'it''s :not' OR small = tags[1:2]::text::int;
