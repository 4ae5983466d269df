-- schematic_picture_move: puts a picture at another place; all of the build are counted anew from 1
-- :build    uuid
-- :id       uuid
-- :step     int?   -1: one place up, 1: one place down
-- :place    int?   or this place, from 1
WITH now AS (
    SELECT id, row_number() OVER (ORDER BY position, id)::int AS n, count(*) OVER ()::int AS count
    FROM schematic_picture WHERE schematic_id = :build
), target AS (
    SELECT n AS was, greatest(1, least(count, coalesce(:place::int, n + coalesce(:step::int, 0)))) AS place FROM now WHERE id = :id
), anew AS (
    SELECT now.id, CASE WHEN now.n = target.was THEN target.place
                        WHEN now.n > target.was AND now.n <= target.place THEN now.n - 1
                        WHEN now.n < target.was AND now.n >= target.place THEN now.n + 1
                        ELSE now.n END AS position
    FROM now, target
)
UPDATE schematic_picture p SET position = anew.position FROM anew WHERE p.id = anew.id;
