-- social_activity_insert: writes down what a person did, once for each deed; updates once an hour
-- :id      uuid
-- :account uuid
-- :verb    text   published, updated, commented, liked, collected
-- :room    text
-- :subject uuid
INSERT INTO social_activity (id, account_id, verb, room, subject_id)
SELECT :id, :account, :verb, :room, :subject
WHERE NOT EXISTS (SELECT FROM social_activity a
                  WHERE a.room = :room AND a.subject_id = :subject AND a.account_id = :account AND a.verb = :verb
                    AND (:verb <> 'updated' OR a.created_at > now() - interval '1 hour'));
