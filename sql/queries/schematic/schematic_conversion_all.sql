-- schematic_conversion_all: what is known of a file in other formats
-- hot
-- :sha256 bytea  of the original
-- row: target text, made bytea? absent while it is being made or when it cannot be, size bigint, losses jsonb, why text it cannot be made
SELECT c.target, c.made, c.size, c.losses, c.why FROM schematic_conversion c WHERE c.sha256 = :sha256;
