-- moderation_open: puts a subject before the moderators; a conflict where it waits already
-- :id      uuid
-- :room    text
-- :subject uuid
-- :account uuid?
-- :note    text
INSERT INTO review_case (id, room, subject_id, account_id, note) VALUES (:id, :room, :subject, :account, :note);
