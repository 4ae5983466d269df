-- schematic_link_insert: a link that opens a build for a while
-- :id      uuid
-- :build   uuid
-- :person  uuid?   only for them
-- :seconds bigint
INSERT INTO schematic_link (id, schematic_id, account_id, expires_at)
VALUES (:id, :build, :person, now() + make_interval(secs => :seconds::bigint));
