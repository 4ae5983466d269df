-- market_revised: what was changed of a market since a moderator knew it, as far as that weighs
-- :market uuid
-- row: field text, was text, becomes text, metres float? how far a place moved
SELECT CASE f.field WHEN 'point' THEN 'position' ELSE f.field END AS field, coalesce(f.was #>> '{}', '') AS was,
       coalesce(f.becomes #>> '{}', '') AS becomes,
       CASE f.field WHEN 'point' THEN earth_point((f.was ->> 0)::float8, (f.was ->> 1)::float8) <-> m.at END AS metres
FROM market_revision r JOIN market m ON m.id = r.market_id CROSS JOIN LATERAL market_revised_fields(r.before, m) f
WHERE r.market_id = :market
ORDER BY array_position(ARRAY['title', 'website', 'town', 'point', 'description'], f.field);
