-- schematic_conversion_ask: says that a conversion is to be made
-- :sha256 bytea
-- :target text
INSERT INTO schematic_conversion (sha256, target) VALUES (:sha256, :target)
ON CONFLICT (sha256, target) DO UPDATE SET created_at = now(), used_at = now();
