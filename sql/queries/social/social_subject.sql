-- social_subject: what a person may do with a subject; none for whom may not see it
-- hot
-- :room      text
-- :id        uuid
-- :viewer    uuid?   who asks, when signed in
-- :moderator bool
-- row: id uuid, owner uuid, title text, path text, listed bool, likes bigint, comments bigint, liked bool by the viewer,
--      blocked bool its owner blocks the viewer
SELECT coalesce(s.id, :id) AS id, coalesce(s.owner, :id) AS owner, coalesce(s.title, '') AS title, coalesce(s.path, '') AS path,
       coalesce(s.listed, false) AS listed, coalesce(s.likes, 0) AS likes, coalesce(s.comments, 0) AS comments,
       EXISTS (SELECT FROM social_like l WHERE l.room = :room AND l.subject_id = s.id AND l.account_id = :viewer::uuid) AS liked,
       blocks(s.owner, :viewer) AS blocked
FROM subject s
WHERE s.room = :room AND s.id = :id AND (s.shown OR s.owner = :viewer OR :moderator);
