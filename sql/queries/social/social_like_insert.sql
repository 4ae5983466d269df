-- social_like_insert: a like; affects nothing where there is one
-- :id      uuid
-- :room    text
-- :subject uuid
-- :account uuid
INSERT INTO social_like (id, room, subject_id, account_id) VALUES (:id, :room, :subject, :account) ON CONFLICT DO NOTHING;
