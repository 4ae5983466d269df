-- schematic_search_terms_count: counts again how many builds have each word and fact
-- row: done bool
SELECT schematic_terms_count() IS NOT NULL AS done;
