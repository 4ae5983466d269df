-- schematic_file_analysing: whether a file is still to be analysed, and whether it may be
-- :sha256 bytea
-- row: analysis text, made_by int, scan text
SELECT f.analysis, f.made_by, b.scan FROM schematic_file f JOIN blob b ON b.sha256 = f.sha256 WHERE f.sha256 = :sha256;
