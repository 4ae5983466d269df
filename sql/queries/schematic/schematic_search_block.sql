-- schematic_search_block: kinds of blocks that listed builds have, the most frequent first
-- hot
-- :pattern text?  LIKE pattern of the name behind the name space; null: all
-- :name    text?  what the whole name begins with; null: minecraft's
-- :limit   bigint
-- row: name text, builds bigint about how many builds have it
SELECT substr(t.term, 3) AS name, t.builds
FROM schematic_term t
WHERE t.term >= 'b:' AND t.term < 'b;'
  AND ((:pattern::text IS NULL AND :name::text IS NULL) OR t.term LIKE '%:' || :pattern OR starts_with(t.term, 'b:' || :name))
ORDER BY t.builds DESC, t.term
LIMIT :limit;
