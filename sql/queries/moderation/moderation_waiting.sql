-- moderation_waiting: how many cases and reported subjects wait for a moderator
-- row: cases bigint, reported bigint
SELECT (SELECT count(*) FROM review_case c WHERE c.decision IS NULL) AS cases,
       (SELECT count(*) FROM (SELECT DISTINCT r.room, r.subject_id FROM report r WHERE r.resolution IS NULL) open) AS reported;
