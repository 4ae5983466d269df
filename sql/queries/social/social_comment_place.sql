-- social_comment_place: where a comment stands in the lists: how many threads are newer, how many answers come before it
-- hot
-- :id uuid
-- row: id uuid, thread uuid, room text, subject uuid, newer bigint, before bigint, previous uuid? the answer before it
SELECT c.id, coalesce(c.parent_id, c.id) AS thread, c.room, c.subject_id AS subject,
       (SELECT count(*) FROM (SELECT FROM social_comment t
                              WHERE t.room = c.room AND t.subject_id = c.subject_id AND t.parent_id IS NULL
                                AND t.id > coalesce(c.parent_id, c.id) LIMIT 100) newer) AS newer,
       (SELECT count(*) FROM social_comment r WHERE r.parent_id = c.parent_id AND r.id < c.id) AS before,
       (SELECT r.id FROM social_comment r WHERE r.parent_id = c.parent_id AND r.id < c.id ORDER BY r.id DESC LIMIT 1) AS previous
FROM social_comment c WHERE c.id = :id;
