-- moderation_record: a decision without a case that waited for it, kept as one
-- :id       uuid
-- :room     text
-- :subject  uuid
-- :account  uuid?
-- :decision text
-- :reason   text
-- :by       uuid
INSERT INTO review_case (id, room, subject_id, account_id, decision, reason, decided_by, decided_at)
VALUES (:id, :room, :subject, :account, :decision, :reason, :by, clock_timestamp());
