-- market_place: places that markets are in, by the beginning of their name or postcode: the exact name first, then those with most markets
-- hot
-- :name  text   of a town, or a postcode
-- :limit bigint
-- row: name text, region text, country text ISO 3166-1, latitude float, longitude float, markets bigint
SELECT min(f.town) AS name, min(f.region) AS region, min(f.country) AS country, avg(f.latitude) AS latitude, avg(f.longitude) AS longitude, count(*) AS markets
-- The beginning of a name as a range, which an index answers whatever the name is.
FROM (SELECT m.* FROM market m
      WHERE m.listed AND (m.postcode = :name::text OR (name_fold(m.town) ~>=~ name_fold(:name) AND name_fold(m.town) ~<~ (name_fold(:name) || U&'\+10FFFF')))
      LIMIT 2000) f
WHERE f.latitude IS NOT NULL AND f.town <> ''
-- Towns of one name stand apart where they are more than half a degree or so from each other.
GROUP BY name_fold(f.town), f.country, round(f.latitude), round(f.longitude)
ORDER BY bool_or(name_fold(f.town) = name_fold(:name) OR f.postcode = :name) DESC, count(*) DESC, min(f.town)
LIMIT :limit;
