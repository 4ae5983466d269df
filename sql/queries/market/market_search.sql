-- market_search: which markets a search finds, a page of them in its order
-- :filter   jsonb    as the function market_search_page says
-- :sort     text     distance, date, rating, newest or relevance
-- :last_key float?   of the last market of the page before
-- :last     uuid?    that market
-- :limit    bigint
-- row: id uuid, key float? what it is sorted by
SELECT p.id, p.key FROM market_search_page(:filter, :sort, :last_key, :last, :limit) p;
