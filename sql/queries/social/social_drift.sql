-- social_drift: subjects whose counters differ from the rows that they count
-- row: room text, id uuid, likes bigint, likes_counted bigint, comments bigint, comments_counted bigint
SELECT coalesce(s.room, '') AS room, coalesce(s.id, '00000000-0000-0000-0000-000000000000') AS id,
       coalesce(s.likes, 0) AS likes, coalesce(l.n, 0) AS likes_counted,
       coalesce(s.comments, 0) AS comments, coalesce(c.n, 0) AS comments_counted
FROM subject s
LEFT JOIN (SELECT l.room, l.subject_id, count(*) AS n FROM social_like l GROUP BY 1, 2) l ON l.room = s.room AND l.subject_id = s.id
LEFT JOIN (SELECT c.room, c.subject_id, count(*) AS n FROM social_comment c WHERE c.deleted_at IS NULL AND c.hidden_at IS NULL GROUP BY 1, 2) c
       ON c.room = s.room AND c.subject_id = s.id
WHERE (s.likes, s.comments) IS DISTINCT FROM (coalesce(l.n, 0), coalesce(c.n, 0));
