-- social_notice_forget: takes back what was told of a comment
-- :room    text
-- :subject uuid
-- :link    text
DELETE FROM notice WHERE room = :room AND subject_id = :subject AND link = :link;
