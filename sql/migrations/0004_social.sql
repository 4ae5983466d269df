-- Social, for every room: a subject is a room and an id in it.

-- Every thing that can be liked, commented on, followed and reported. Each room adds its own branch by replacing the view.
CREATE VIEW subject AS
    SELECT 'schematic' AS room, s.id, s.account_id AS owner, s.title, '/schematics/' || s.slug AS path, s.reachable AS shown, s.listed,
           s.tags, s.likes, s.comments
    FROM schematic s;

ALTER TABLE account ADD COLUMN profile text NOT NULL DEFAULT 'public' CHECK (profile IN ('public', 'followers', 'private'));
ALTER TABLE account ADD COLUMN digest text NOT NULL DEFAULT 'weekly' CHECK (digest IN ('never', 'daily', 'weekly'));
ALTER TABLE account ADD COLUMN digest_at timestamptz; -- when the last one was sent
CREATE INDEX account_digest ON account (coalesce(digest_at, created_at)) WHERE digest <> 'never';

CREATE TABLE social_like (
    id           uuid NOT NULL DEFAULT gen_random_uuid(), -- UUIDv7: the order in a person's list
    room         text NOT NULL,
    subject_id   uuid NOT NULL,
    account_id   uuid NOT NULL REFERENCES account ON DELETE CASCADE,
    created_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (room, subject_id, account_id)
);
CREATE INDEX social_like_account ON social_like (account_id, id DESC);

CREATE TABLE social_comment (
    id           uuid PRIMARY KEY,
    room         text NOT NULL,
    subject_id   uuid NOT NULL,
    account_id   uuid REFERENCES account ON DELETE SET NULL,
    parent_id    uuid REFERENCES social_comment ON DELETE CASCADE, -- threads are one deep: a parent has none
    body         text NOT NULL CHECK (char_length(body) <= 10000), -- Markdown; empty once it is deleted
    created_at   timestamptz NOT NULL DEFAULT now(),
    edited_at    timestamptz,
    deleted_at   timestamptz, -- by its author; stays as a gap while it has answers
    hidden_at    timestamptz, -- by a moderator
    hidden_reason text NOT NULL DEFAULT ''
);
CREATE INDEX social_comment_subject ON social_comment (room, subject_id, id DESC) WHERE parent_id IS NULL;
CREATE INDEX social_comment_of ON social_comment (room, subject_id);
CREATE INDEX social_comment_parent ON social_comment (parent_id, id);
CREATE INDEX social_comment_account ON social_comment (account_id, id DESC);

-- KIND person: TARGET is an account's id as text; tag: the tag.
CREATE TABLE social_follow (
    id           uuid NOT NULL DEFAULT gen_random_uuid(), -- UUIDv7: the order in a person's list
    account_id   uuid NOT NULL REFERENCES account ON DELETE CASCADE,
    kind         text NOT NULL CHECK (kind IN ('person', 'tag')),
    target       text NOT NULL CHECK (octet_length(target) BETWEEN 1 AND 200),
    accepted     bool NOT NULL DEFAULT true, -- a person whose profile is not public is asked first
    created_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, kind, target)
);
CREATE INDEX social_follow_account ON social_follow (account_id, id DESC);
CREATE INDEX social_follow_target ON social_follow (kind, target, account_id) WHERE accepted;
CREATE INDEX social_follow_newest ON social_follow (target, accepted, id DESC) WHERE kind = 'person';

CREATE TABLE social_block (
    id           uuid NOT NULL DEFAULT gen_random_uuid(),
    account_id   uuid NOT NULL REFERENCES account ON DELETE CASCADE, -- who blocks
    blocked_id   uuid NOT NULL REFERENCES account ON DELETE CASCADE,
    created_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, blocked_id)
);
CREATE INDEX social_block_account ON social_block (account_id, id DESC);
CREATE INDEX social_block_blocked ON social_block (blocked_id);

-- Whoever makes a profile public again leaves nobody waiting.
CREATE FUNCTION account_opened() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE social_follow f SET accepted = true WHERE f.kind = 'person' AND f.target = NEW.id::text AND NOT f.accepted;
    RETURN NULL;
END $$;
CREATE TRIGGER account_opened AFTER UPDATE OF profile ON account
    FOR EACH ROW WHEN (NEW.profile = 'public' AND OLD.profile <> 'public') EXECUTE FUNCTION account_opened();

-- A profile for followers opens to those whom its owner accepted. Who is blocked finds every profile but the public one closed.
CREATE FUNCTION profile_open(person uuid, viewer uuid) RETURNS bool LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT a.profile = 'public' OR (viewer IS NOT NULL AND (a.id = viewer OR (a.profile = 'followers'
        AND EXISTS (SELECT FROM social_follow f WHERE f.account_id = viewer AND f.kind = 'person' AND f.target = a.id::text AND f.accepted)
        AND NOT EXISTS (SELECT FROM social_block b WHERE b.account_id = a.id AND b.blocked_id = viewer))))
    FROM account a WHERE a.id = person
$$;
CREATE FUNCTION blocks(person uuid, other uuid) RETURNS bool LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT EXISTS (SELECT FROM social_block b WHERE b.account_id = person AND b.blocked_id = other)
$$;

-- What people did that others may hear of; what may be shown is decided when it is read.
CREATE TABLE social_activity (
    id           uuid PRIMARY KEY,
    account_id   uuid NOT NULL REFERENCES account ON DELETE CASCADE,
    verb         text NOT NULL CHECK (verb IN ('published', 'updated', 'commented', 'liked', 'collected')),
    room         text NOT NULL,
    subject_id   uuid NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX social_activity_account ON social_activity (account_id, id DESC);
CREATE INDEX social_activity_subject ON social_activity (room, subject_id, account_id, verb);
CREATE INDEX social_activity_old ON social_activity (created_at) WHERE verb <> 'published';

-- Notices say who did what to which subject, and whether the page or the digest has told of it.
ALTER TABLE notice ADD COLUMN actor_id uuid REFERENCES account ON DELETE CASCADE;
ALTER TABLE notice ADD COLUMN room text;
ALTER TABLE notice ADD COLUMN subject_id uuid;
ALTER TABLE notice ADD COLUMN mailed_at timestamptz;
ALTER TABLE notice ADD COLUMN people bigint NOT NULL DEFAULT 1; -- of social.like: how many liked it since created_at, until it was read or mailed
CREATE INDEX notice_actor ON notice (actor_id);
CREATE INDEX notice_subject ON notice (room, subject_id);
CREATE INDEX notice_unmailed ON notice (account_id, id) WHERE mailed_at IS NULL;
-- What a person does not want to be told of; what has no row is told.
CREATE TABLE notice_preference (
    account_id   uuid NOT NULL REFERENCES account ON DELETE CASCADE,
    kind         text NOT NULL, -- social.comment, social.reply, social.like, social.follow, schematic.new …
    page         bool NOT NULL DEFAULT true,
    mail         bool NOT NULL DEFAULT true,
    PRIMARY KEY (account_id, kind)
);

-- Whoever writes about a subject takes locks in one order, so that nobody deadlocks: the people who are concerned (their accounts
-- may be on their way out, which takes their rows along), then the subject, whose counters change.
CREATE FUNCTION social_take(viewer uuid, in_room text, in_subject uuid, parent uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM account a
    WHERE a.id IN (viewer, (SELECT s.owner FROM subject s WHERE s.room = in_room AND s.id = in_subject),
                   (SELECT c.account_id FROM social_comment c WHERE c.id = parent))
    ORDER BY a.id FOR KEY SHARE;
    IF in_room = 'schematic' THEN
        PERFORM FROM schematic s WHERE s.id = in_subject FOR NO KEY UPDATE;
    END IF;
END $$;

-- Counters are kept by the rows themselves. A comment counts while people can read it.
CREATE FUNCTION social_count(in_room text, in_subject uuid, likes bigint, comments bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF in_room = 'schematic' AND (likes <> 0 OR comments <> 0) THEN
        UPDATE schematic s SET likes = s.likes + social_count.likes, comments = s.comments + social_count.comments WHERE s.id = in_subject;
    END IF;
END $$;
CREATE FUNCTION social_like_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM social_count(NEW.room, NEW.subject_id, 1, 0);
    ELSE
        PERFORM social_count(OLD.room, OLD.subject_id, -1, 0);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER social_like_counted AFTER INSERT OR DELETE ON social_like FOR EACH ROW EXECUTE FUNCTION social_like_counted();
CREATE FUNCTION social_comment_counted() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was int := 0;
    becomes int := 0;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        was := (OLD.deleted_at IS NULL AND OLD.hidden_at IS NULL)::int;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        becomes := (NEW.deleted_at IS NULL AND NEW.hidden_at IS NULL)::int;
    END IF;
    PERFORM social_count(coalesce(NEW.room, OLD.room), coalesce(NEW.subject_id, OLD.subject_id), 0, becomes - was);
    RETURN NULL;
END $$;
CREATE TRIGGER social_comment_counted AFTER INSERT OR DELETE OR UPDATE OF deleted_at, hidden_at ON social_comment
    FOR EACH ROW EXECUTE FUNCTION social_comment_counted();
-- A subject that goes takes along what was said of it. Subjects are of many tables, so no foreign key can.
CREATE FUNCTION social_forget() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM social_like WHERE room = TG_ARGV[0] AND subject_id = OLD.id;
    DELETE FROM social_comment WHERE room = TG_ARGV[0] AND subject_id = OLD.id;
    DELETE FROM social_activity WHERE room = TG_ARGV[0] AND subject_id = OLD.id;
    DELETE FROM notice WHERE room = TG_ARGV[0] AND subject_id = OLD.id;
    RETURN NULL;
END $$;
CREATE TRIGGER schematic_forgotten AFTER DELETE ON schematic FOR EACH ROW EXECUTE FUNCTION social_forget('schematic');
