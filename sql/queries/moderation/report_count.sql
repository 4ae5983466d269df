-- report_count: how many people have an open report about a subject; who is not signed in counts for nobody
-- hot
-- :room    text
-- :subject uuid
-- row: people bigint
SELECT count(DISTINCT r.account_id) AS people FROM report r WHERE r.room = :room AND r.subject_id = :subject AND r.resolution IS NULL;
