-- Moderation, for every room: what waits for a decision, what visitors report, and who did what.

-- A subject put before the moderators. One open case a subject; decided ones stay as its history.
CREATE TABLE review_case (
    id           uuid PRIMARY KEY, -- UUIDv7: the queue's order
    room         text NOT NULL,
    subject_id   uuid NOT NULL,
    account_id   uuid REFERENCES account ON DELETE SET NULL, -- whose it is
    hints        jsonb NOT NULL DEFAULT '[]', -- [{"kind": "near-duplicate", …}]: what the program noticed
    note         text NOT NULL DEFAULT '' CHECK (char_length(note) <= 4000), -- of the uploader who hands it in again
    decision     text CHECK (decision IN ('approved', 'rejected', 'taken_down', 'withdrawn')), -- null: open
    reason       text NOT NULL DEFAULT '' CHECK (char_length(reason) <= 4000), -- as the uploader is told
    decided_by   uuid REFERENCES account ON DELETE SET NULL,
    decided_at   timestamptz,
    created_at   timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX review_case_open ON review_case (room, subject_id) WHERE decision IS NULL;
CREATE INDEX review_case_queue ON review_case (id) WHERE decision IS NULL;
CREATE INDEX review_case_subject ON review_case (room, subject_id, id DESC);
CREATE INDEX review_case_account ON review_case (account_id);
CREATE INDEX review_case_decided ON review_case (decided_by);

-- What a visitor finds wrong with a subject, a comment or a person.
CREATE TABLE report (
    id           uuid PRIMARY KEY,
    room         text NOT NULL, -- schematic …; comment; person
    subject_id   uuid NOT NULL,
    account_id   uuid REFERENCES account ON DELETE SET NULL, -- who reports
    visitor      bytea, -- or, of who is not signed in, a keyed digest of their address
    kind         text NOT NULL CHECK (kind IN ('spam', 'stolen', 'harmful', 'offensive', 'licence', 'other')),
    words        text NOT NULL DEFAULT '' CHECK (char_length(words) <= 4000),
    resolution   text CHECK (resolution IN ('acted', 'dismissed', 'gone')), -- null: open; gone: the subject was deleted meanwhile
    resolved_by  uuid REFERENCES account ON DELETE SET NULL,
    resolved_at  timestamptz,
    created_at   timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX report_once ON report (room, subject_id, account_id) WHERE resolution IS NULL; -- one open a person
CREATE UNIQUE INDEX report_once_visitor ON report (room, subject_id, visitor) WHERE resolution IS NULL;
CREATE INDEX report_visitor ON report (visitor) WHERE resolution IS NULL;
CREATE INDEX report_open ON report (id) WHERE resolution IS NULL;
CREATE INDEX report_subject ON report (room, subject_id, id DESC);
CREATE INDEX report_account ON report (account_id);
CREATE INDEX report_resolved ON report (resolved_by);

-- Who did what with a power that others do not have. Rows are only added.
CREATE TABLE audit (
    id           uuid PRIMARY KEY,
    account_id   uuid, -- no foreign key: the trail outlives the person
    account_name text NOT NULL,
    action       text NOT NULL, -- review.approved, review.rejected, schematic.taken_down, comment.hidden, report.dismissed …
    room         text NOT NULL DEFAULT '',
    subject_id   uuid,
    subject      text NOT NULL DEFAULT '', -- as it was called then
    detail       jsonb NOT NULL DEFAULT '{}',
    created_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX audit_subject ON audit (room, subject_id, id DESC);
CREATE INDEX audit_account ON audit (account_id, id DESC);
CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail only grows';
END $$;
CREATE TRIGGER audit_only_grows BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_only_grows();

-- A suspension may end by itself; what its person reads when they try to sign in.
ALTER TABLE account ADD COLUMN suspended_until timestamptz;
ALTER TABLE account ADD COLUMN suspended_reason text NOT NULL DEFAULT '' CHECK (char_length(suspended_reason) <= 4000);
CREATE INDEX account_suspended ON account (suspended_at) WHERE suspended_at IS NOT NULL;

-- Everything that can be reported: the rooms' subjects, and beside them what people say and the people themselves.
CREATE VIEW reportable AS
    SELECT s.room, s.id, s.owner, s.title, s.path, s.shown FROM subject s
    UNION ALL
    SELECT 'comment', c.id, c.account_id, left(c.body, 120), '/social/comments/' || c.id,
           c.deleted_at IS NULL AND c.hidden_at IS NULL AND EXISTS (SELECT FROM subject s WHERE s.room = c.room AND s.id = c.subject_id AND s.shown)
    FROM social_comment c
    UNION ALL
    SELECT 'person', a.id, a.id, a.name, '/people/' || a.slug, a.suspended_at IS NULL FROM account a;

-- A UUIDv7 of this moment, for rows that statements make by themselves.
CREATE FUNCTION uuid_now() RETURNS uuid LANGUAGE sql VOLATILE AS $$
    SELECT overlay(gen_random_uuid()::text PLACING left(m, 8) || '-' || right(m, 4) || '-7' FROM 1 FOR 15)::uuid
    FROM (SELECT lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0') AS m) now
$$;

-- Whoever decides about a subject takes locks in the order of social_take: the people who will be told, the subject, its open case.
CREATE FUNCTION review_take(viewer uuid, in_room text, in_subject uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM account a
    WHERE a.id IN (SELECT viewer
                   UNION SELECT r.owner FROM reportable r WHERE r.room = in_room AND r.id = in_subject
                   UNION SELECT p.account_id FROM report p WHERE p.room = in_room AND p.subject_id = in_subject AND p.resolution IS NULL)
    ORDER BY a.id FOR KEY SHARE;
    IF in_room = 'schematic' THEN
        PERFORM FROM schematic s WHERE s.id = in_subject FOR NO KEY UPDATE;
    END IF;
    PERFORM FROM review_case c WHERE c.room = in_room AND c.subject_id = in_subject AND c.decision IS NULL FOR UPDATE;
END $$;

-- The version of a build that a decision about it is about: the newest that waits, else the one that is shown.
CREATE FUNCTION review_version(build uuid) RETURNS int LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT max(v.number) FROM schematic_version v WHERE v.schematic_id = build AND v.review = 'waiting'), s.version)
    FROM schematic s WHERE s.id = build
$$;

-- What moderators make of a subject, on the subject itself: waiting, approved, rejected or taken_down. What was taken down is not
-- brought back by a rejected appeal, and an approved build whose new version is refused stays as it was without it. Answers whether it
-- shows another version from now on.
CREATE FUNCTION review_mark(in_room text, in_subject uuid, becomes text, reason text) RETURNS bool LANGUAGE plpgsql AS $$
BEGIN
    IF in_room = 'schematic' THEN
        IF becomes = 'rejected' THEN
            UPDATE schematic_version v SET review = 'rejected' FROM schematic s
            WHERE s.id = in_subject AND s.review = 'approved' AND v.schematic_id = s.id AND v.review = 'waiting';
            IF FOUND THEN
                RETURN false;
            END IF;
        END IF;
        UPDATE schematic s SET review_reason = review_mark.reason, updated_at = clock_timestamp(),
            review = CASE WHEN s.review = 'taken_down' AND becomes IN ('waiting', 'rejected') THEN s.review ELSE becomes END
        WHERE s.id = in_subject;
        IF becomes = 'approved' THEN
            UPDATE schematic_version SET review = 'approved' WHERE schematic_id = in_subject AND review = 'waiting';
            RETURN FOUND AND schematic_promote(in_subject);
        END IF;
    END IF;
    RETURN false;
END $$;

-- As app/schematic/fingerprint.h's fingerprint_likeness.
CREATE FUNCTION schematic_likeness(a int[], b int[]) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT count(*) FILTER (WHERE u.x = u.y)::float8 / greatest(count(*), 1) FROM unnest(a, b) AS u(x, y)
$$;

-- Other builds that are the same (1), moved or turned (1), or half alike at least.
CREATE FUNCTION schematic_alike(build uuid) RETURNS TABLE (id uuid, likeness float8) LANGUAGE plpgsql STABLE AS $$
DECLARE
    own record;
BEGIN
    SELECT f.sha256, f.hash, f.shape, f.sketch, f.bands INTO own
    FROM schematic_version v JOIN schematic_file f ON f.sha256 = v.sha256 WHERE v.schematic_id = build AND v.number = review_version(build);
    RETURN QUERY
    SELECT s.id, n.likeness
    FROM (SELECT f.sha256, CASE WHEN f.hash = own.hash OR f.shape = own.shape THEN 1 ELSE schematic_likeness(f.sketch, own.sketch) END AS likeness
          FROM (SELECT h.sha256 FROM schematic_file h WHERE h.hash = own.hash
                UNION SELECT h.sha256 FROM schematic_file h WHERE h.shape = own.shape
                UNION (SELECT h.sha256 FROM schematic_file h WHERE h.bands && own.bands LIMIT 500)) c
          JOIN schematic_file f ON f.sha256 = c.sha256) n
    JOIN schematic s ON s.sha256 = n.sha256
    WHERE s.id <> build AND n.likeness >= 0.5;
END $$;

-- What the program noticed about a subject, for its case: most pressing first. The builds of its own uploader are no duplicates.
CREATE FUNCTION review_hints(in_room text, in_subject uuid) RETURNS jsonb LANGUAGE sql STABLE AS $$
    WITH build AS (
        SELECT s.account_id, s.review, v.number, CASE WHEN v.number = s.version THEN s.status ELSE v.status END AS status, f.manifest, f.analysis
        FROM schematic s JOIN schematic_version v ON v.schematic_id = s.id AND v.number = review_version(s.id)
        LEFT JOIN schematic_file f ON f.sha256 = v.sha256 WHERE in_room = 'schematic' AND s.id = in_subject
    ), alike AS MATERIALIZED (
        SELECT a.likeness, s.review FROM build b CROSS JOIN schematic_alike(in_subject) a JOIN schematic s ON s.id = a.id
        WHERE s.account_id <> b.account_id
    ), found (place, kind, state, number, likeness) AS (
        SELECT 1, 'scan', b.status, NULL::bigint, NULL::float8 FROM build b WHERE b.status IN ('infected', 'not_fully_scanned')
        UNION ALL SELECT 2, 'refused-before', NULL, count(*), NULL FROM alike a
            WHERE a.likeness = 1 AND a.review IN ('rejected', 'taken_down') HAVING count(*) > 0
        UNION ALL SELECT 3, 'same-build', NULL, count(*), NULL FROM alike a WHERE a.likeness = 1 HAVING count(*) > 0
        UNION ALL SELECT 4, 'near-duplicate', NULL, count(*), max(a.likeness) FROM alike a WHERE a.likeness < 1 HAVING count(*) > 0
        UNION ALL SELECT 5, 'reported', NULL, count(*), NULL FROM report r
            WHERE r.room = in_room AND r.subject_id = in_subject AND r.resolution IS NULL HAVING count(*) > 0
        UNION ALL SELECT 6, 'commands', NULL, m.n, NULL FROM build b
            CROSS JOIN LATERAL (SELECT coalesce((b.manifest #>> '{command-block,count}')::bigint, 0)
                                     + coalesce((b.manifest #>> '{sign-command,count}')::bigint, 0)
                                     + coalesce((b.manifest #>> '{book-command,count}')::bigint, 0) AS n) m WHERE m.n > 0
        UNION ALL SELECT 7, 'spawners', NULL, (b.manifest #>> '{spawner,count}')::bigint, NULL FROM build b
            WHERE (b.manifest #>> '{spawner,count}')::bigint > 0
        UNION ALL SELECT 8, 'not-drawn', b.analysis, NULL, NULL FROM build b WHERE b.analysis IN ('too_large', 'failed')
        UNION ALL SELECT 9, 'rejected-before', NULL, count(*), NULL FROM reportable r
            JOIN review_case c ON c.account_id = r.owner AND c.decision IN ('rejected', 'taken_down')
            WHERE r.room = in_room AND r.id = in_subject HAVING count(*) > 0
        UNION ALL SELECT 10, 'again', NULL, count(*), NULL FROM review_case c
            WHERE c.room = in_room AND c.subject_id = in_subject AND c.decision IS NOT NULL HAVING count(*) > 0
        UNION ALL SELECT 10, 'new-version', NULL, b.number, NULL FROM build b WHERE b.review = 'approved' AND b.number > 1
        UNION ALL SELECT 11, 'new-uploader', NULL, NULL, NULL FROM reportable r JOIN account a ON a.id = r.owner
            WHERE r.room = in_room AND r.id = in_subject
              AND (a.created_at > now() - interval '7 days'
                   OR NOT EXISTS (SELECT FROM schematic o WHERE o.account_id = a.id AND o.review = 'approved' AND o.status = 'clean'))
    )
    SELECT coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('kind', f.kind, 'state', f.state, 'count', f.number,
                                                                   'likeness', round(f.likeness::numeric, 2))) ORDER BY f.place), '[]')
    FROM found f
$$;
CREATE FUNCTION review_refresh(in_room text, in_subject uuid) RETURNS void LANGUAGE sql AS $$
    UPDATE review_case SET hints = review_hints(in_room, in_subject) WHERE room = in_room AND subject_id = in_subject AND decision IS NULL
$$;
-- Whatever a hint rests on refreshes it: the case itself, the scan, the analysis, reports.
CREATE FUNCTION review_noticed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'schematic' THEN
        PERFORM review_refresh('schematic', NEW.id);
    ELSIF TG_TABLE_NAME = 'schematic_file' THEN
        PERFORM review_refresh('schematic', v.schematic_id) FROM schematic_version v WHERE v.sha256 = NEW.sha256;
    ELSIF TG_TABLE_NAME = 'schematic_version' THEN
        PERFORM review_refresh('schematic', NEW.schematic_id);
    ELSE
        PERFORM review_refresh(NEW.room, NEW.subject_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER review_case_noticed AFTER INSERT ON review_case FOR EACH ROW WHEN (NEW.decision IS NULL) EXECUTE FUNCTION review_noticed();
CREATE TRIGGER schematic_noticed AFTER UPDATE OF status, sha256 ON schematic
    FOR EACH ROW WHEN (NEW.status <> OLD.status OR NEW.sha256 <> OLD.sha256) EXECUTE FUNCTION review_noticed();
CREATE TRIGGER schematic_version_noticed AFTER INSERT OR UPDATE OF status ON schematic_version
    FOR EACH ROW WHEN (NEW.number > 1) EXECUTE FUNCTION review_noticed();
CREATE TRIGGER schematic_file_noticed AFTER UPDATE OF analysis ON schematic_file
    FOR EACH ROW WHEN (NEW.analysis <> OLD.analysis) EXECUTE FUNCTION review_noticed();
CREATE TRIGGER report_noticed AFTER INSERT OR UPDATE OF resolution ON report FOR EACH ROW EXECUTE FUNCTION review_noticed();

-- A version that goes takes along the case that waited for it alone.
CREATE FUNCTION review_version_forget() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE review_case c SET decision = 'withdrawn', decided_at = now() FROM schematic s
    WHERE s.id = OLD.schematic_id AND s.review = 'approved' AND c.room = 'schematic' AND c.subject_id = s.id AND c.decision IS NULL
      AND NOT EXISTS (SELECT FROM schematic_version v WHERE v.schematic_id = s.id AND v.review = 'waiting');
    RETURN NULL;
END $$;
CREATE TRIGGER schematic_version_forgotten AFTER DELETE ON schematic_version
    FOR EACH ROW WHEN (OLD.review = 'waiting') EXECUTE FUNCTION review_version_forget();

-- A subject that goes takes its open case and reports off the lists; what was decided stays.
CREATE FUNCTION review_forget() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE review_case SET decision = 'withdrawn', decided_at = now() WHERE room = TG_ARGV[0] AND subject_id = OLD.id AND decision IS NULL;
    UPDATE report SET resolution = 'gone', resolved_at = now() WHERE room = TG_ARGV[0] AND subject_id = OLD.id AND resolution IS NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER schematic_review_forgotten AFTER DELETE ON schematic FOR EACH ROW EXECUTE FUNCTION review_forget('schematic');
CREATE TRIGGER comment_review_forgotten AFTER DELETE ON social_comment FOR EACH ROW EXECUTE FUNCTION review_forget('comment');
CREATE TRIGGER account_review_forgotten AFTER DELETE ON account FOR EACH ROW EXECUTE FUNCTION review_forget('person');
