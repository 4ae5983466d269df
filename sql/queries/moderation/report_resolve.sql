-- report_resolve: resolves all open reports of a subject and tells those who made them
-- :room       text
-- :subject    uuid
-- :resolution text   acted or dismissed
-- :by         uuid
-- :title      text
-- row: resolved bigint
WITH done AS (
    UPDATE report r SET resolution = :resolution, resolved_by = :by, resolved_at = now()
    WHERE r.room = :room AND r.subject_id = :subject AND r.resolution IS NULL
    RETURNING r.account_id
), told AS (
    INSERT INTO notice (id, account_id, kind, subject)
    SELECT uuid_now(), d.account_id, 'report.' || :resolution::text, :title FROM done d
    WHERE d.account_id IS NOT NULL AND d.account_id <> :by::uuid
)
SELECT count(*) AS resolved FROM done;
