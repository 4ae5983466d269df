-- schematic_update: what is absent stays as it was
-- :id          uuid
-- :title       text?
-- :description text?
-- :tags        text[]?
-- :visibility  text?
-- :licence     text?   empty: not stated any more
-- :has_game    bool
-- :game        int?    data version; absent: the file's own again
-- :mods        text[]?
UPDATE schematic
SET title = coalesce(:title, title), description = coalesce(:description, description), tags = coalesce(:tags, tags),
    visibility = coalesce(:visibility, visibility),
    licence = CASE WHEN :licence::text IS NULL THEN licence ELSE nullif(:licence, '') END,
    game = CASE WHEN :has_game::bool THEN coalesce(:game::int, data_version) ELSE game END,
    mods = coalesce(:mods, mods), updated_at = clock_timestamp()
WHERE id = :id;
