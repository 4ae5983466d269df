-- query: everything, "quoted"
-- hot
-- :ids    uuid[]   which ones
-- :name   text?    part of it
-- :limit  bigint
-- row: id uuid, title text?, n bigint?,
--      tags text[], at timestamptz, more jsonb?
/* a :name /* nested :x */ here */
SELECT id, 'it''s :name', E'a\':name', $$ :name $$, $q$ :q $q$, a[1:n], a[1: :limit]::text[], -- :name ' unbalanced
  ":name"::text
FROM x WHERE id = ANY(:ids) AND (:name::text IS NULL OR title LIKE :name||'%')
LIMIT :limit;
