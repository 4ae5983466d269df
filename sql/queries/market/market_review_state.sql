-- market_review_state: how a market stands with the moderators, and where its open case is in the queue
-- hot
-- :market uuid
-- row: review text, reason text Markdown, entry uuid? the open case, place bigint? 1 is next, waiting bigint cases in the queue, note text? of the open case
SELECT m.review, m.review_reason AS reason, c.id AS entry,
       CASE WHEN c.id IS NOT NULL THEN (SELECT count(*) FROM review_case q WHERE q.decision IS NULL AND q.id <= c.id) END AS place,
       (SELECT count(*) FROM review_case q WHERE q.decision IS NULL) AS waiting, c.note
FROM market m LEFT JOIN review_case c ON c.room = 'market' AND c.subject_id = m.id AND c.decision IS NULL
WHERE m.id = :market;
