-- schematic_conversion_use: somebody downloads a conversion: it stays for another while
-- :sha256 bytea
-- :target text
UPDATE schematic_conversion SET used_at = now() WHERE sha256 = :sha256 AND target = :target AND used_at < now() - interval '1 hour';
