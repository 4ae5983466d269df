-- schematic_search_text: what the words of a search mean, as the function schematic_search_query says
-- :words   text[]
-- :phrases text[]
-- :nots    text[]
-- row: exact text?, match text?, without text?, near text[] words taken for ones that nothing has
SELECT q.exact, q.match, q.without, q.near FROM schematic_search_query(:words, :phrases, :nots) q;
