-- social_tell_followers: a notice to everyone who follows a person and is not blocked
-- :account uuid
-- :kind    text
-- :room    text
-- :subject uuid
-- :title   text
-- :link    text
-- :millis  text    the time as a UUIDv7 begins with it: 12 digits, hexadecimal
INSERT INTO notice (id, account_id, kind, subject, link, actor_id, room, subject_id)
SELECT overlay(gen_random_uuid()::text PLACING substr(:millis, 1, 8) || '-' || substr(:millis, 9, 4) || '-7' FROM 1 FOR 15)::uuid,
       f.account_id, :kind, :title, :link, :account, :room, :subject
FROM social_follow f
WHERE f.kind = 'person' AND f.target = :account::uuid::text AND f.accepted AND NOT blocks(f.account_id, :account) AND NOT blocks(:account, f.account_id);
