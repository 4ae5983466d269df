-- schematic_search_counts: how many builds a search finds and how many of them have which tag or format or licence or mod
-- :filter  jsonb   as the function schematic_search_matching says
-- :most    bigint  looked at
-- row: builds bigint 5001 means more than 5000,
--      facets jsonb of the builds looked at: for tags and formats and licences and mods pairs of value and number with the most frequent first
SELECT c.builds, c.facets FROM schematic_search_counts(:filter, :most) c;
