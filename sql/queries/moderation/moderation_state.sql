-- moderation_state: how a build stands with the moderators, and where its open case is in the queue
-- hot
-- :subject uuid
-- row: version int? a new one that waits, refused int? a new one that was refused, said text of the last decision in Markdown, review text, reason text Markdown, entry uuid? the open case, place bigint? 1 is next, waiting bigint cases in the queue,
--      note text? of the open case, decided text? the last decision, decided_at timestamptz?, decided_by text?
SELECT (SELECT max(v.number) FROM schematic_version v WHERE v.schematic_id = s.id AND v.review = 'waiting' AND s.review = 'approved') AS version,
       (SELECT max(v.number) FROM schematic_version v WHERE v.schematic_id = s.id AND v.review = 'rejected' AND v.number > s.version) AS refused,
       coalesce(l.reason, '') AS said, s.review, s.review_reason AS reason, c.id AS entry,
       CASE WHEN c.id IS NOT NULL THEN (SELECT count(*) FROM review_case q WHERE q.decision IS NULL AND q.id <= c.id) END AS place,
       (SELECT count(*) FROM review_case q WHERE q.decision IS NULL) AS waiting, c.note,
       l.decision AS decided, l.decided_at, d.name AS decided_by
FROM schematic s
LEFT JOIN review_case c ON c.room = 'schematic' AND c.subject_id = s.id AND c.decision IS NULL
LEFT JOIN LATERAL (SELECT e.* FROM review_case e WHERE e.room = 'schematic' AND e.subject_id = s.id AND e.decision IS NOT NULL
                   ORDER BY e.decided_at DESC LIMIT 1) l ON true
LEFT JOIN account d ON d.id = l.decided_by
WHERE s.id = :subject;
