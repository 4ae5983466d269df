-- social_follow_insert: follows a person or a tag; affects nothing where one does already
-- :id      uuid
-- :account uuid
-- :kind    text   person or tag
-- :target  text   the account's id, or the tag
INSERT INTO social_follow (id, account_id, kind, target) VALUES (:id, :account, :kind, :target) ON CONFLICT DO NOTHING;
