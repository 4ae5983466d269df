-- schematic_tell: a notice to the owner of a build
-- :id      uuid
-- :account uuid
-- :kind    text    schematic.infected, schematic.not_fully_scanned, picture.REASON
-- :subject text
-- :link    text
INSERT INTO notice (id, account_id, kind, subject, link) VALUES (:id, :account, :kind, :subject, :link);
