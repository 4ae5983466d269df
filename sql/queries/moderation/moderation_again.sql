-- moderation_again: puts refused versions of an approved build, newer than the one that it shows, before the moderators once more; none: there is none
-- :subject uuid
UPDATE schematic_version v SET review = 'waiting' FROM schematic s
WHERE s.id = :subject AND s.review = 'approved' AND v.schematic_id = s.id AND v.review = 'rejected' AND v.number > s.version;
