-- schematic_conversion_keep: what came of a conversion: a file and what it lost, or why there is none
-- :sha256 bytea
-- :target text
-- :made   bytea?
-- :size   bigint
-- :losses jsonb
-- :why    text
INSERT INTO schematic_conversion (sha256, target, made, size, losses, why) VALUES (:sha256, :target, :made, :size, :losses, :why)
ON CONFLICT (sha256, target) DO UPDATE SET made = excluded.made, size = excluded.size, losses = excluded.losses, why = excluded.why,
    used_at = now();
