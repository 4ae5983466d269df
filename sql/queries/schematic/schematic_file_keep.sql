-- schematic_file_keep: what was found out about a file as it was read; held until the transaction ends, so that no sweep comes between
-- :sha256      bytea
-- :hash        bytea
-- :states      jsonb
-- :manifest    jsonb
-- :mods        text[]
-- :block_names text[]
INSERT INTO schematic_file (sha256, hash, states, manifest, mods, block_names)
VALUES (:sha256, :hash, :states, :manifest, :mods, :block_names)
ON CONFLICT (sha256) DO UPDATE SET hash = excluded.hash, states = excluded.states, manifest = excluded.manifest, mods = excluded.mods,
    block_names = excluded.block_names, touched_at = now();
