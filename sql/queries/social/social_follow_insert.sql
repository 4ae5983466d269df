-- social_follow_insert: follows a person or a tag, or asks a person to be let follow; affects nothing where one does already
-- :id      uuid
-- :account uuid
-- :kind    text   person or tag
-- :target  text   the account's id, or the tag
-- row: accepted bool
INSERT INTO social_follow (id, account_id, kind, target, accepted)
VALUES (:id, :account, :kind, :target,
        :kind = 'tag' OR EXISTS (SELECT FROM account a WHERE a.id::text = :target AND a.profile = 'public'))
ON CONFLICT DO NOTHING
RETURNING accepted;
