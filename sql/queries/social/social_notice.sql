-- social_notice: tells a person what somebody did; nothing is told by whom they block, nor to oneself
-- :id      uuid
-- :account uuid   who is told
-- :actor   uuid
-- :kind    text
-- :room    text
-- :subject uuid?
-- :title   text
-- :link    text
INSERT INTO notice (id, account_id, kind, subject, link, actor_id, room, subject_id)
SELECT :id, :account, :kind, :title, :link, :actor, :room, :subject
WHERE :account::uuid <> :actor::uuid AND NOT blocks(:account, :actor) AND EXISTS (SELECT FROM account a WHERE a.id = :account); -- not everything has an owner
