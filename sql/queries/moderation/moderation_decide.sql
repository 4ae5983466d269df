-- moderation_decide: decides the open case of a subject; none where nothing is open
-- :room     text
-- :subject  uuid
-- :decision text   approved, rejected, taken_down or withdrawn
-- :reason   text
-- :by       uuid
UPDATE review_case SET decision = :decision, reason = :reason, decided_by = :by, decided_at = clock_timestamp()
WHERE room = :room AND subject_id = :subject AND decision IS NULL;
