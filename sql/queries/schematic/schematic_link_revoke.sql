-- schematic_link_revoke: a link opens nothing any more
-- :build uuid
-- :link  uuid
UPDATE schematic_link SET revoked_at = now() WHERE id = :link AND schematic_id = :build AND expires_at > now() AND revoked_at IS NULL;
