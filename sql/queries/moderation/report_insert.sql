-- report_insert: what a person finds wrong with a subject; a conflict where they said so already and nobody looked yet
-- :id      uuid
-- :room    text
-- :subject uuid
-- :account uuid
-- :kind    text
-- :words   text
INSERT INTO report (id, room, subject_id, account_id, kind, words) VALUES (:id, :room, :subject, :account, :kind, :words);
