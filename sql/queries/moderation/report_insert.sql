-- report_insert: what somebody finds wrong with a subject; a conflict where they said so already and nobody looked yet
-- :id      uuid
-- :room    text
-- :subject uuid
-- :account uuid?
-- :visitor bytea?  who is not signed in
-- :kind    text
-- :words   text
INSERT INTO report (id, room, subject_id, account_id, visitor, kind, words) VALUES (:id, :room, :subject, :account, :visitor, :kind, :words);
