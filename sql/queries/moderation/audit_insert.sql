-- audit_insert: writes down what somebody did with a power that others do not have
-- :id      uuid
-- :account uuid?  absent: the program by itself
-- :name    text
-- :action  text
-- :room    text
-- :subject uuid?
-- :title   text   what it is called now
-- :detail  jsonb
INSERT INTO audit (id, account_id, account_name, action, room, subject_id, subject, detail)
VALUES (:id, :account, :name, :action, :room, :subject, :title, :detail);
