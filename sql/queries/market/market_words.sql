-- market_words: what a search's words are as a query of the database, and whether any market has them
-- :query text
-- row: match text a tsquery, folded text, found bool
SELECT w.match, name_fold(:query::text) AS folded,
       w.match <> '' AND EXISTS (SELECT FROM market m WHERE m.listed AND m.search @@ w.match::tsquery) AS found
FROM (SELECT coalesce(string_agg(quote_literal(x) || ':*', ' & '), '') AS match
      FROM (SELECT x FROM regexp_split_to_table(name_fold(:query), '[^[:alnum:]]+') x WHERE x <> '' LIMIT 12) words) w;
