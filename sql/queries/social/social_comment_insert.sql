-- social_comment_insert: a comment, or an answer to one
-- :id      uuid
-- :room    text
-- :subject uuid
-- :account uuid
-- :parent  uuid?
-- :body    text
INSERT INTO social_comment (id, room, subject_id, account_id, parent_id, body)
VALUES (:id, :room, :subject, :account, :parent, :body);
