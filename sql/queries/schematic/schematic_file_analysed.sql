-- schematic_file_analysed: what came of a file's analysis
-- :sha256   bytea
-- :analysis text    done, too_large or failed
-- :made_by  int
-- :thumb    bytea?
-- :top      bytea?
-- :sections bytea?
-- :shape    bytea?
-- :sketch   int[]?
-- :bands    int[]?
UPDATE schematic_file SET analysis = :analysis, made_by = :made_by, thumb = :thumb, top = :top, sections = :sections, shape = :shape,
    sketch = :sketch, bands = :bands, analysed_at = now()
WHERE sha256 = :sha256;
