-- schematic_picture_count: how many pictures a build has, those that wait included
-- :build uuid
-- row: n bigint
SELECT (SELECT count(*) FROM schematic_picture p WHERE p.schematic_id = :build)
       + (SELECT count(*) FROM schematic_picture_upload u WHERE u.schematic_id = :build) AS n;
