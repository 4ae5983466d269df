-- schematic_search: which builds a search finds, a page of them in its order
-- :filter   jsonb    as the function schematic_search_matching says
-- :sort     text
-- :last_key bigint?  of the last build of the page before
-- :last     uuid?    that build
-- :limit    bigint
-- row: id uuid, key bigint? what it is sorted by
SELECT p.id, p.key FROM schematic_search_page(:filter, :sort, :last_key, :last, :limit) p;
