-- Pictures of builds go through the image pool, as those of every room do.

ALTER TABLE schematic_picture ADD COLUMN image_id uuid UNIQUE REFERENCES image ON DELETE CASCADE;

-- What people take along of their builds: each picture is told of among their pictures, by its id there.
CREATE OR REPLACE VIEW personal_builds AS
    SELECT s.account_id, (to_jsonb(s) - ARRAY['account_id', 'search', 'sha256', 'hash', 'block_names']) || jsonb_build_object(
        'page', '/schematics/' || s.slug, 'file', '/schematics/' || s.slug || '/download', 'sha256', encode(s.sha256, 'hex'),
        'versions', (SELECT coalesce(jsonb_agg((to_jsonb(v) - ARRAY['schematic_id', 'sha256']) || jsonb_build_object('sha256', encode(v.sha256, 'hex'),
                     'file', '/schematics/' || s.slug || '/download?version=' || v.number) ORDER BY v.number), '[]') FROM schematic_version v WHERE v.schematic_id = s.id),
        'pictures', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'picture', p.image_id, 'caption', p.caption, 'size', p.size, 'created_at', p.created_at)
                     ORDER BY p.position), '[]') FROM schematic_picture p WHERE p.schematic_id = s.id),
        'links', (SELECT coalesce(jsonb_agg(jsonb_build_object('created_at', l.created_at, 'expires_at', l.expires_at, 'revoked_at', l.revoked_at) ORDER BY l.id), '[]')
                  FROM schematic_link l WHERE l.schematic_id = s.id)) AS item
    FROM schematic s;

-- What was added before keeps the file that it had (as sent, or as it was drawn then) until the job `picture` has handed that to the pool.
ALTER TABLE schematic_picture
    ALTER COLUMN sha256 DROP NOT NULL,
    DROP COLUMN small,
    DROP COLUMN width,
    DROP COLUMN height;
ALTER TABLE schematic_picture RENAME COLUMN sha256 TO file;
ALTER INDEX schematic_picture_sha256 RENAME TO schematic_picture_file;
INSERT INTO schematic_picture (id, schematic_id, position, file, size, caption, created_at)
    SELECT id, schematic_id, position, sha256, size, caption, created_at FROM schematic_picture_upload;
ALTER TABLE schematic_picture ADD CONSTRAINT schematic_picture_one CHECK ((image_id IS NULL) <> (file IS NULL));
DROP TABLE schematic_picture_upload;
DELETE FROM job WHERE kind = 'picture';
INSERT INTO job (id, kind, payload, unique_key)
    SELECT gen_random_uuid(), 'picture', jsonb_build_object('picture', id), id::text FROM schematic_picture;

CREATE OR REPLACE FUNCTION account_files(person uuid) RETURNS TABLE (kind text, digest bytea, id uuid, name text) LANGUAGE sql STABLE AS $$
    WITH build AS (SELECT s.id, s.sha256 FROM schematic s WHERE s.account_id = person),
    file AS (SELECT b.sha256 FROM build b UNION SELECT v.sha256 FROM schematic_version v JOIN build b ON b.id = v.schematic_id)
    SELECT 'blob', d.digest, NULL::uuid, NULL::text FROM (
        SELECT f.sha256 AS digest FROM file f
        UNION SELECT unnest(ARRAY[x.thumb, x.top, x.sections]) FROM schematic_file x JOIN file f ON f.sha256 = x.sha256
        UNION SELECT c.made FROM schematic_conversion c JOIN file f ON f.sha256 = c.sha256
        UNION SELECT p.file FROM schematic_picture p JOIN build b ON b.id = p.schematic_id
        UNION SELECT e.sha256 FROM account_export e WHERE e.account_id = person) d
    WHERE d.digest IS NOT NULL
    UNION ALL SELECT 'held', NULL, i.id, NULL FROM image i WHERE i.account_id = person
    UNION ALL SELECT 'held', NULL, g.id, NULL FROM image_grant g WHERE g.account_id = person -- handed in, and not used yet
    UNION ALL SELECT 'drawn', NULL, i.id, n FROM image i, unnest(i.old_names || i.name) n WHERE i.account_id = person AND n IS NOT NULL
    UNION ALL SELECT 'partial', NULL, u.id, NULL FROM upload u WHERE u.account_id = person
$$;

-- Whatever takes a picture away takes its row among the images with it; and whatever takes such a row away, in any room, has its files removed.
CREATE FUNCTION schematic_picture_forget() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM image WHERE id = OLD.image_id;
    RETURN NULL;
END $$;
CREATE TRIGGER schematic_picture_forgotten AFTER DELETE ON schematic_picture FOR EACH ROW WHEN (OLD.image_id IS NOT NULL) EXECUTE FUNCTION schematic_picture_forget();
CREATE FUNCTION image_forget() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO job (id, kind, payload)
    VALUES (gen_random_uuid(), 'image.settle', jsonb_build_object('image', OLD.id, 'names', to_jsonb(array_remove(OLD.old_names || OLD.name, NULL))));
    RETURN NULL;
END $$;
CREATE TRIGGER image_forgotten AFTER DELETE ON image FOR EACH ROW EXECUTE FUNCTION image_forget();

-- Who may no longer see a build may have kept the addresses of its pictures: they are drawn under new names, which only whoever may see the
-- build is led to.
CREATE FUNCTION schematic_picture_withdraw() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    WITH withdrawn AS (
        UPDATE image i SET state = 'rendering', edition = i.edition + 1
        FROM schematic_picture p WHERE p.schematic_id = NEW.id AND i.id = p.image_id AND i.state = 'ready'
        RETURNING i.id
    )
    INSERT INTO job (id, kind, payload, unique_key)
    SELECT gen_random_uuid(), 'image.render', jsonb_build_object('image', w.id), w.id::text FROM withdrawn w
    ON CONFLICT (kind, unique_key) WHERE state = 'waiting' AND unique_key IS NOT NULL DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER schematic_picture_withdrawn AFTER UPDATE ON schematic FOR EACH ROW WHEN (OLD.reachable AND NOT NEW.reachable)
    EXECUTE FUNCTION schematic_picture_withdraw();
