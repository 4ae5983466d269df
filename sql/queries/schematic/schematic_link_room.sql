-- schematic_link_room: what a new link to a build needs to know
-- :build  uuid
-- :person text?  slug of the one whom it is for
-- row: links bigint that are open, person uuid?
SELECT (SELECT count(*) FROM schematic_link l WHERE l.schematic_id = :build AND l.expires_at > now() AND l.revoked_at IS NULL) AS links,
       (SELECT a.id FROM account a WHERE a.slug = :person::text) AS person;
