-- moderation_tell: tells an owner what was decided; not who decided it
-- :id      uuid
-- :account uuid
-- :kind    text   schematic.approved, schematic.rejected, schematic.taken_down, schematic.restored, schematic.waiting
-- :room    text
-- :subject uuid
-- :title   text
-- :link    text
INSERT INTO notice (id, account_id, kind, subject, link, room, subject_id) VALUES (:id, :account, :kind, :title, :link, :room, :subject);
