-- Taking along what is one's own, and leaving: a copy of everything that is kept about a person, closing an account, and erasing it.

-- Every column that refers to a person, and what becomes of it. A column that is missing here fails a test: a room that brings one says
-- where the person finds it in their copy, or why they don't, and what erasing does to it.
CREATE TABLE personal_column (
    relation     text NOT NULL,
    name         text NOT NULL,
    section      text, -- of the copy: the view personal_SECTION shows it; null: it is in none, and WHY says why
    erased       text NOT NULL CHECK (erased IN ('deleted', 'cleared', 'kept')), -- the row; the reference alone; neither, and WHY says why
    why          text NOT NULL DEFAULT '',
    PRIMARY KEY (relation, name),
    CHECK (why <> '' OR (section IS NOT NULL AND erased <> 'kept'))
);
INSERT INTO personal_column VALUES
    ('account_role', 'account_id', 'account', 'deleted'),
    ('session', 'account_id', 'devices', 'deleted'),
    ('password_reset', 'account_id', 'password_links', 'deleted'),
    ('notice', 'account_id', 'notices', 'deleted'),
    ('notice', 'actor_id', 'deeds', 'deleted'),
    ('notice_preference', 'account_id', 'notice_preferences', 'deleted'),
    ('social_like', 'account_id', 'likes', 'deleted'),
    ('social_comment', 'account_id', 'comments', 'cleared'), -- a gap stays where others answered
    ('social_follow', 'account_id', 'follows', 'deleted'),
    ('social_block', 'account_id', 'blocks', 'deleted'),
    ('social_activity', 'account_id', 'activities', 'deleted'),
    ('upload', 'account_id', 'uploads', 'deleted'),
    ('schematic', 'account_id', 'builds', 'deleted'),
    ('schematic_link', 'account_id', 'links', 'deleted'),
    ('schematic_collection', 'account_id', 'collections', 'deleted'),
    ('schematic_saved_search', 'account_id', 'saved_searches', 'deleted'),
    ('image', 'account_id', 'pictures', 'deleted'),
    ('image', 'hidden_by', 'deeds', 'cleared'),
    ('image_grant', 'account_id', 'picture_grants', 'deleted'),
    ('review_case', 'account_id', 'decisions', 'cleared'),
    ('review_case', 'decided_by', 'deeds', 'cleared'),
    ('report', 'account_id', 'reports', 'cleared'),
    ('report', 'resolved_by', 'deeds', 'cleared'),
    ('market', 'account_id', 'markets', 'cleared'),
    ('market_organiser', 'account_id', 'organisers', 'cleared'),
    ('market_rating', 'account_id', 'ratings', 'deleted'),
    ('market_rating', 'replied_by', 'replies', 'cleared'),
    ('market_photo', 'account_id', 'photos', 'deleted'),
    ('market_favourite', 'account_id', 'favourites', 'deleted'),
    ('market_watch', 'account_id', 'watches', 'deleted'),
    ('market_claim', 'account_id', 'claims', 'deleted'),
    ('market_source', 'account_id', 'sources', 'cleared'),
    ('market_run', 'account_id', 'deeds', 'cleared'),
    ('market_conflict', 'decided_by', 'deeds', 'cleared'),
    ('market_merge', 'decided_by', 'deeds', 'cleared'),
    ('audit', 'account_id', 'deeds', 'cleared'),
    ('account_closing', 'account_id', 'closing', 'deleted'),
    ('account_export', 'account_id', 'copies', 'deleted');
INSERT INTO personal_column VALUES
    ('social_block', 'blocked_id', NULL, 'deleted', 'who blocks somebody is not told to them'),
    ('social_follow', 'target', NULL, 'deleted', 'no foreign key; who follows is theirs, and stands on the page of followers'),
    ('report', 'subject_id', NULL, 'deleted', 'no foreign key; what others reported stays between them and the moderators, the decision is told'),
    ('schematic_download', 'who', NULL, 'kept', 'a digest that counts one download in a window, forgotten after it'),
    ('idempotency', 'scope', NULL, 'deleted', 'answers given once already, forgotten after idempotency_seconds'),
    ('job', 'payload', NULL, 'deleted', 'work that waits; what stays longer was put aside');

-- An account that is to be erased. KEPT is what closing took out of sight, to bring it back as it was.
ALTER TABLE account ADD COLUMN closed_at timestamptz;
CREATE TABLE account_closing (
    account_id   uuid PRIMARY KEY REFERENCES account ON DELETE CASCADE,
    slug         text NOT NULL UNIQUE, -- theirs until the end: nobody else takes it meanwhile
    kept         jsonb NOT NULL,
    erase_at     timestamptz NOT NULL,
    warned_at    timestamptz, -- that the end is near
    return_id    uuid, -- of the link that who signed in again was shown; what they hold is a MAC of it
    return_until timestamptz
);
CREATE INDEX account_closing_due ON account_closing (erase_at);
CREATE INDEX account_closing_return ON account_closing (return_id);

-- A copy of everything about a person, made when they ask for it; the file is forgotten after a while.
CREATE TABLE account_export (
    id           uuid PRIMARY KEY,
    account_id   uuid NOT NULL REFERENCES account ON DELETE CASCADE,
    state        text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'ready')),
    sha256       bytea REFERENCES blob,
    size         bigint,
    created_at   timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL,
    CHECK ((state = 'ready') = (sha256 IS NOT NULL AND size IS NOT NULL))
);
CREATE INDEX account_export_account ON account_export (account_id, id DESC);
CREATE INDEX account_export_sha256 ON account_export (sha256);
CREATE INDEX account_export_expires ON account_export (expires_at);
-- What a copy is made of, while it is made.
CREATE TABLE account_export_item (
    export_id    uuid NOT NULL REFERENCES account_export ON DELETE CASCADE,
    position     bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    section      text NOT NULL,
    item         jsonb NOT NULL,
    PRIMARY KEY (export_id, position)
);
CREATE UNIQUE INDEX account_export_waiting ON account_export (account_id) WHERE state = 'waiting';

CREATE FUNCTION account_slug_free() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM account_closing c WHERE c.slug = NEW.slug AND c.account_id <> NEW.id) THEN
        RETURN NULL; -- as if it were taken: another one is tried
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER account_slug_free BEFORE INSERT ON account FOR EACH ROW EXECUTE FUNCTION account_slug_free();
ALTER TABLE session DROP CONSTRAINT session_revoked_why_check;
ALTER TABLE session ADD CONSTRAINT session_revoked_why_check CHECK (revoked_why IN ('signed_out', 'removed', 'password', 'reuse', 'admin', 'closed'));

-- The copy. Each view: whose, and one object of the section. Nothing of others stands in it: no names of who reported, decided or wrote.
CREATE VIEW personal_account AS
    SELECT a.id AS account_id, jsonb_build_object('id', a.id, 'email', a.email, 'name', a.name, 'page', '/people/' || a.slug, 'about', a.about,
        'language', a.language, 'profile', a.profile, 'digest', a.digest, 'digest_at', a.digest_at, 'created_at', a.created_at,
        'updated_at', a.updated_at, 'suspended_at', a.suspended_at, 'suspended_until', a.suspended_until, 'suspended_reason', a.suspended_reason,
        'closed_at', a.closed_at,
        'roles', (SELECT coalesce(jsonb_agg(jsonb_build_object('role', r.role, 'granted_at', r.granted_at) ORDER BY r.role), '[]') FROM account_role r WHERE r.account_id = a.id)) AS item
    FROM account a;
CREATE VIEW personal_closing AS
    SELECT c.account_id, jsonb_build_object('erase_at', c.erase_at, 'warned_at', c.warned_at, 'page', '/people/' || c.slug, 'put_aside', c.kept) AS item
    FROM account_closing c;
CREATE VIEW personal_copies AS
    SELECT e.account_id, jsonb_build_object('state', e.state, 'size', e.size, 'created_at', e.created_at, 'expires_at', e.expires_at) AS item
    FROM account_export e;
CREATE VIEW personal_devices AS
    SELECT s.account_id, jsonb_build_object('kind', s.kind, 'user_agent', s.user_agent, 'address', s.address, 'created_at', s.created_at,
        'used_at', s.used_at, 'expires_at', s.expires_at, 'ended_at', s.revoked_at, 'ended_why', s.revoked_why,
        'tokens', (SELECT coalesce(jsonb_agg(jsonb_build_object('created_at', t.created_at, 'expires_at', t.expires_at, 'replaced_at', t.replaced_at) ORDER BY t.created_at), '[]')
                   FROM refresh_token t WHERE t.session_id = s.id)) AS item
    FROM session s;
CREATE VIEW personal_password_links AS
    SELECT p.account_id, jsonb_build_object('created_at', p.created_at, 'expires_at', p.expires_at, 'used_at', p.used_at) AS item FROM password_reset p;
CREATE VIEW personal_notices AS
    SELECT n.account_id, jsonb_build_object('kind', n.kind, 'subject', n.subject, 'link', n.link, 'people', n.people, 'created_at', n.created_at,
        'read_at', n.read_at, 'mailed_at', n.mailed_at) AS item FROM notice n;
CREATE VIEW personal_notice_preferences AS
    SELECT p.account_id, to_jsonb(p) - 'account_id' AS item FROM notice_preference p;
CREATE VIEW personal_likes AS
    SELECT l.account_id, jsonb_build_object('room', l.room, 'subject', l.subject_id, 'created_at', l.created_at) AS item FROM social_like l;
CREATE VIEW personal_comments AS
    SELECT c.account_id, jsonb_build_object('id', c.id, 'room', c.room, 'subject', c.subject_id, 'answer_to', c.parent_id, 'body', c.body, 'created_at', c.created_at,
        'edited_at', c.edited_at, 'deleted_at', c.deleted_at, 'hidden_at', c.hidden_at, 'hidden_reason', c.hidden_reason) AS item FROM social_comment c;
CREATE VIEW personal_follows AS
    SELECT f.account_id, jsonb_build_object('kind', f.kind, 'target', coalesce('/people/' || a.slug, f.target), 'accepted', f.accepted, 'created_at', f.created_at) AS item
    FROM social_follow f LEFT JOIN account a ON f.kind = 'person' AND a.id::text = f.target;
CREATE VIEW personal_blocks AS
    SELECT b.account_id, jsonb_build_object('person', '/people/' || a.slug, 'created_at', b.created_at) AS item
    FROM social_block b JOIN account a ON a.id = b.blocked_id;
CREATE VIEW personal_activities AS
    SELECT a.account_id, jsonb_build_object('verb', a.verb, 'room', a.room, 'subject', a.subject_id, 'created_at', a.created_at) AS item FROM social_activity a;
CREATE VIEW personal_uploads AS
    SELECT u.account_id, to_jsonb(u) - 'account_id' AS item FROM upload u;
CREATE VIEW personal_builds AS
    SELECT s.account_id, (to_jsonb(s) - ARRAY['account_id', 'search', 'sha256', 'hash', 'block_names']) || jsonb_build_object(
        'page', '/schematics/' || s.slug, 'file', '/schematics/' || s.slug || '/download', 'sha256', encode(s.sha256, 'hex'),
        'versions', (SELECT coalesce(jsonb_agg((to_jsonb(v) - ARRAY['schematic_id', 'sha256']) || jsonb_build_object('sha256', encode(v.sha256, 'hex'),
                     'file', '/schematics/' || s.slug || '/download?version=' || v.number) ORDER BY v.number), '[]') FROM schematic_version v WHERE v.schematic_id = s.id),
        'pictures', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'file', '/schematics/' || s.slug || '/pictures/' || p.id || '.webp', 'caption', p.caption,
                     'width', p.width, 'height', p.height, 'size', p.size, 'created_at', p.created_at) ORDER BY p.position), '[]') FROM schematic_picture p WHERE p.schematic_id = s.id),
        'pictures_waiting', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'caption', p.caption, 'size', p.size, 'created_at', p.created_at) ORDER BY p.id), '[]')
                             FROM schematic_picture_upload p WHERE p.schematic_id = s.id),
        'links', (SELECT coalesce(jsonb_agg(jsonb_build_object('created_at', l.created_at, 'expires_at', l.expires_at, 'revoked_at', l.revoked_at) ORDER BY l.id), '[]')
                  FROM schematic_link l WHERE l.schematic_id = s.id)) AS item
    FROM schematic s;
CREATE VIEW personal_links AS -- that others made for this person
    SELECT l.account_id, jsonb_build_object('build', l.schematic_id, 'created_at', l.created_at, 'expires_at', l.expires_at, 'revoked_at', l.revoked_at) AS item
    FROM schematic_link l WHERE l.account_id IS NOT NULL;
CREATE VIEW personal_collections AS
    SELECT c.account_id, (to_jsonb(c) - 'account_id') || jsonb_build_object('page', '/schematics/collections/' || c.slug,
        'builds', (SELECT coalesce(jsonb_agg(jsonb_build_object('build', i.schematic_id, 'note', i.note, 'added_at', i.added_at) ORDER BY i.added_at), '[]')
                   FROM schematic_collection_item i WHERE i.collection_id = c.id)) AS item
    FROM schematic_collection c;
CREATE VIEW personal_saved_searches AS
    SELECT s.account_id, to_jsonb(s) - 'account_id' AS item FROM schematic_saved_search s;
CREATE VIEW personal_pictures AS
    SELECT i.account_id, (to_jsonb(i) - ARRAY['account_id', 'digest', 'hidden_by', 'old_names', 'preview', 'name']) || jsonb_build_object(
        'file', CASE WHEN i.state = 'ready' THEN '/images/' || i.name || '/1920' END) AS item FROM image i;
CREATE VIEW personal_picture_grants AS
    SELECT g.account_id, jsonb_build_object('id', g.id, 'created_at', g.created_at) AS item FROM image_grant g;
CREATE VIEW personal_decisions AS
    SELECT c.account_id, jsonb_build_object('room', c.room, 'subject', c.subject_id, 'note', c.note, 'noticed', c.hints, 'decision', c.decision, 'reason', c.reason,
        'created_at', c.created_at, 'decided_at', c.decided_at) AS item FROM review_case c
    UNION ALL
    SELECT t.subject_id, jsonb_build_object('room', t.room, 'decision', t.action, 'reason', coalesce(t.detail ->> 'reason', ''), 'decided_at', t.created_at)
    FROM audit t WHERE t.room = 'person';
CREATE VIEW personal_reports AS
    SELECT r.account_id, jsonb_build_object('room', r.room, 'subject', r.subject_id, 'kind', r.kind, 'words', r.words, 'resolution', r.resolution,
        'created_at', r.created_at, 'resolved_at', r.resolved_at) AS item FROM report r;
CREATE VIEW personal_markets AS
    SELECT m.account_id, (to_jsonb(m) - ARRAY['account_id', 'at', 'search', 'folded', 'facts']) || jsonb_build_object('page', '/markets/' || m.slug) AS item FROM market m;
CREATE VIEW personal_organisers AS
    SELECT o.account_id, (to_jsonb(o) - ARRAY['account_id', 'folded']) || jsonb_build_object('page', '/organisers/' || o.slug) AS item FROM market_organiser o;
CREATE VIEW personal_ratings AS
    SELECT r.account_id, jsonb_build_object('id', r.id, 'market', r.market_id, 'date', r.key, 'selection', r.selection, 'prices', r.prices, 'setting', r.setting,
        'access', r.access, 'words', r.words, 'state', r.state, 'reason', r.reason, 'reply', r.reply, 'replied_at', r.replied_at, 'created_at', r.created_at,
        'said_at', r.said_at, 'edited', r.edited, 'address_digest_kept', r.visitor IS NOT NULL) AS item FROM market_rating r;
CREATE VIEW personal_replies AS
    SELECT r.replied_by AS account_id, jsonb_build_object('rating', r.id, 'market', r.market_id, 'reply', r.reply, 'replied_at', r.replied_at) AS item
    FROM market_rating r WHERE r.replied_by IS NOT NULL;
CREATE VIEW personal_photos AS
    SELECT p.account_id, jsonb_build_object('id', p.id, 'market', p.market_id, 'rating', p.rating_id, 'picture', p.image_id, 'caption', p.caption, 'cover', p.cover,
        'verdict', p.verdict, 'created_at', p.created_at, 'page', '/markets/photos/' || p.id) AS item FROM market_photo p;
CREATE VIEW personal_favourites AS
    SELECT f.account_id, jsonb_build_object('market', '/markets/' || m.slug, 'created_at', f.created_at) AS item
    FROM market_favourite f JOIN market m ON m.id = f.market_id;
CREATE VIEW personal_watches AS
    SELECT w.account_id, to_jsonb(w) - 'account_id' AS item FROM market_watch w;
CREATE VIEW personal_claims AS -- the address or host by which a market is known is its own
    SELECT c.account_id, to_jsonb(c) - ARRAY['account_id', 'place'] AS item FROM market_claim c;
CREATE VIEW personal_sources AS
    SELECT s.account_id, jsonb_build_object('id', s.id, 'title', s.title, 'kind', s.kind, 'address', s.address, 'created_at', s.created_at) AS item FROM market_source s;
CREATE VIEW personal_deeds AS -- what they did to others' things: that it was them, and when; what it says of the others is not theirs to take
    SELECT t.account_id, jsonb_build_object('deed', t.action, 'room', t.room, 'subject', t.subject_id, 'at', t.created_at) AS item FROM audit t
    UNION ALL SELECT n.actor_id, jsonb_build_object('deed', 'told.' || n.kind, 'room', n.room, 'subject', n.subject_id, 'at', n.created_at) FROM notice n
    UNION ALL SELECT i.hidden_by, jsonb_build_object('deed', 'picture.hidden', 'subject', i.id, 'reason', i.hidden_reason, 'at', i.hidden_at) FROM image i
    UNION ALL SELECT c.decided_by, jsonb_build_object('deed', 'review.' || c.decision, 'room', c.room, 'subject', c.subject_id, 'at', c.decided_at) FROM review_case c
    UNION ALL SELECT r.resolved_by, jsonb_build_object('deed', 'report.' || r.resolution, 'room', r.room, 'subject', r.subject_id, 'at', r.resolved_at) FROM report r
    UNION ALL SELECT r.account_id, jsonb_build_object('deed', 'source.read', 'room', 'market', 'subject', r.source_id, 'at', r.started_at) FROM market_run r
    UNION ALL SELECT c.decided_by, jsonb_build_object('deed', 'conflict.' || c.state, 'room', 'market', 'subject', c.market_id, 'at', c.decided_at) FROM market_conflict c
    UNION ALL SELECT g.decided_by, jsonb_build_object('deed', 'merge.' || g.state, 'room', 'market', 'subject', g.kept, 'at', g.decided_at) FROM market_merge g;

CREATE FUNCTION personal_items(person uuid, in_section text) RETURNS SETOF jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY EXECUTE format('SELECT v.item FROM %I v WHERE v.account_id = $1', 'personal_' || in_section) USING person;
END $$;

-- Builds and markets whose counters change with a person's rows, in the order in which everybody takes them.
CREATE FUNCTION account_take_subjects(person uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM schematic s
    WHERE s.account_id = person OR s.id IN (SELECT l.subject_id FROM social_like l WHERE l.account_id = person AND l.room = 'schematic'
                                            UNION SELECT c.subject_id FROM social_comment c WHERE c.account_id = person AND c.room = 'schematic')
    ORDER BY s.id FOR NO KEY UPDATE;
    PERFORM FROM market m
    WHERE m.account_id = person OR m.id IN (SELECT l.subject_id FROM social_like l WHERE l.account_id = person AND l.room = 'market'
                                            UNION SELECT c.subject_id FROM social_comment c WHERE c.account_id = person AND c.room = 'market'
                                            UNION SELECT f.market_id FROM market_favourite f WHERE f.account_id = person
                                            UNION SELECT r.market_id FROM market_rating r WHERE person IN (r.account_id, r.replied_by))
    ORDER BY m.id FOR NO KEY UPDATE;
END $$;

CREATE FUNCTION account_put_job(in_kind text, in_payload jsonb, once text) RETURNS void LANGUAGE sql AS $$
    INSERT INTO job (id, kind, payload, unique_key) VALUES (uuid_now(), in_kind, in_payload, once)
    ON CONFLICT (kind, unique_key) WHERE state = 'waiting' AND unique_key IS NOT NULL DO NOTHING
$$;

-- What closing puts aside, room by room.
CREATE FUNCTION account_kept(person uuid) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('account', to_jsonb(a) - ARRAY['id', 'email', 'password_hash', 'created_at', 'closed_at'],
        'builds', (SELECT coalesce(jsonb_object_agg(s.id, s.visibility), '{}') FROM schematic s WHERE s.account_id = person),
        'collections', (SELECT coalesce(jsonb_object_agg(c.id, c.visibility), '{}') FROM schematic_collection c WHERE c.account_id = person),
        'comments', (SELECT coalesce(jsonb_object_agg(c.id, c.body), '{}') FROM social_comment c WHERE c.account_id = person AND c.deleted_at IS NULL),
        'pictures', (SELECT coalesce(jsonb_object_agg(i.id, i.state), '{}') FROM image i WHERE i.account_id = person AND i.state IN ('rendering', 'ready')),
        'ratings', (SELECT coalesce(jsonb_object_agg(r.id, r.state), '{}') FROM market_rating r WHERE r.account_id = person AND r.state <> 'hidden'),
        'replies', (SELECT coalesce(jsonb_object_agg(r.id, r.reply), '{}') FROM market_rating r WHERE r.replied_by = person AND r.reply <> ''),
        'markets', (SELECT coalesce(jsonb_object_agg(m.id, jsonb_build_object('email', m.email, 'phone', m.phone)), '{}') FROM market m WHERE m.account_id = person),
        'organisers', (SELECT coalesce(jsonb_object_agg(o.id, jsonb_build_object('email', o.email, 'phone', o.phone)), '{}') FROM market_organiser o WHERE o.account_id = person))
    FROM account a WHERE a.id = person
$$;

-- Takes an account and what is its person's out of sight, to be erased after SECONDS. Answers 'closed', or what stands against it:
-- 'gone', 'closed_already', 'last_administrator'. Its sessions are the caller's to end.
CREATE FUNCTION account_close(person uuid, seconds bigint) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    a account;
    k jsonb;
BEGIN
    PERFORM FROM account_role r WHERE r.role = 'admin' ORDER BY r.account_id FOR UPDATE; -- of two who go at once one is the last
    SELECT * INTO a FROM account x WHERE x.id = person FOR UPDATE;
    IF a.id IS NULL THEN
        RETURN 'gone';
    ELSIF a.closed_at IS NOT NULL THEN
        RETURN 'closed_already';
    ELSIF EXISTS (SELECT FROM account_role r WHERE r.account_id = person AND r.role = 'admin')
        AND NOT EXISTS (SELECT FROM account_role r JOIN account o ON o.id = r.account_id
                        WHERE r.role = 'admin' AND o.id <> person AND o.suspended_at IS NULL) THEN
        RETURN 'last_administrator';
    END IF;
    PERFORM account_take_subjects(person);
    k := account_kept(person);
    INSERT INTO account_closing (account_id, slug, kept, erase_at) VALUES (person, a.slug, k, now() + make_interval(secs => seconds));
    UPDATE account x SET name = '–', slug = 'closed-' || md5(gen_random_uuid()::text), about = '', profile = 'private', closed_at = now(),
        suspended_at = now(), suspended_until = NULL, suspended_reason = '' WHERE x.id = person;
    DELETE FROM password_reset p WHERE p.account_id = person;
    DELETE FROM market_claim c WHERE c.account_id = person AND c.state = 'waiting';
    UPDATE schematic s SET visibility = 'private' WHERE s.account_id = person AND s.visibility <> 'private';
    UPDATE schematic_collection c SET visibility = 'private' WHERE c.account_id = person AND c.visibility <> 'private';
    UPDATE social_comment c SET body = '', deleted_at = now() WHERE c.account_id = person AND c.deleted_at IS NULL;
    UPDATE market_rating r SET state = 'hidden' WHERE r.account_id = person AND r.state <> 'hidden';
    UPDATE market_rating r SET reply = '' WHERE r.replied_by = person AND r.reply <> '';
    UPDATE market m SET email = '', phone = '' WHERE m.account_id = person AND (m.email <> '' OR m.phone <> '');
    UPDATE market_organiser o SET email = '', phone = '' WHERE o.account_id = person AND (o.email <> '' OR o.phone <> '');
    UPDATE image i SET state = 'hidden', hidden_by = NULL, hidden_at = now(), hidden_reason = '' WHERE i.account_id = person AND i.state IN ('rendering', 'ready');
    PERFORM account_put_job('image.settle', jsonb_build_object('image', i.key), i.key) FROM jsonb_each(k -> 'pictures') i;
    RETURN 'closed';
END $$;

-- Brings everything back as it was, but what moderators decided meanwhile. False: the account is not closed.
CREATE FUNCTION account_return(person uuid) RETURNS bool LANGUAGE plpgsql AS $$
DECLARE
    c account_closing;
    k jsonb;
    was account;
BEGIN
    PERFORM FROM account x WHERE x.id = person FOR UPDATE;
    SELECT * INTO c FROM account_closing x WHERE x.account_id = person FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM account_take_subjects(person);
    k := c.kept;
    was := jsonb_populate_record(NULL::account, k -> 'account');
    DELETE FROM account_closing x WHERE x.account_id = person;
    UPDATE account x SET name = was.name, slug = c.slug, about = was.about, profile = was.profile, closed_at = NULL,
        suspended_at = CASE WHEN x.suspended_reason <> '' THEN x.suspended_at ELSE was.suspended_at END,
        suspended_until = CASE WHEN x.suspended_reason <> '' THEN x.suspended_until ELSE was.suspended_until END,
        suspended_reason = CASE WHEN x.suspended_reason <> '' THEN x.suspended_reason ELSE was.suspended_reason END
    WHERE x.id = person;
    UPDATE schematic s SET visibility = b.value FROM jsonb_each_text(k -> 'builds') b WHERE s.id = b.key::uuid;
    UPDATE schematic_collection s SET visibility = b.value FROM jsonb_each_text(k -> 'collections') b WHERE s.id = b.key::uuid;
    UPDATE social_comment s SET body = b.value, deleted_at = NULL FROM jsonb_each_text(k -> 'comments') b WHERE s.id = b.key::uuid;
    UPDATE market_rating r SET state = b.value FROM jsonb_each_text(k -> 'ratings') b WHERE r.id = b.key::uuid AND r.state = 'hidden' AND r.reason = '';
    UPDATE market_rating r SET reply = b.value FROM jsonb_each_text(k -> 'replies') b WHERE r.id = b.key::uuid AND r.reply = '';
    UPDATE market m SET email = b.value ->> 'email', phone = b.value ->> 'phone' FROM jsonb_each(k -> 'markets') b WHERE m.id = b.key::uuid AND m.account_id = person;
    UPDATE market_organiser o SET email = b.value ->> 'email', phone = b.value ->> 'phone' FROM jsonb_each(k -> 'organisers') b
    WHERE o.id = b.key::uuid AND o.account_id = person;
    UPDATE image i SET state = 'rendering', hidden_at = NULL FROM jsonb_each_text(k -> 'pictures') b
    WHERE i.id = b.key::uuid AND i.state = 'hidden' AND i.hidden_by IS NULL AND i.hidden_reason = '';
    PERFORM account_put_job('image.render', jsonb_build_object('image', b.key), b.key)
    FROM jsonb_each_text(k -> 'pictures') b JOIN image i ON i.id = b.key::uuid AND i.state = 'rendering';
    RETURN true;
END $$;

-- A link opens no build of an account that is closed.
CREATE OR REPLACE FUNCTION schematic_link_opens(link uuid, build uuid, viewer uuid) RETURNS bool LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT link IS NOT NULL AND EXISTS (
        SELECT FROM schematic_link l JOIN schematic s ON s.id = l.schematic_id JOIN account a ON a.id = s.account_id
        WHERE l.id = link AND l.schematic_id = build AND l.expires_at > now() AND l.revoked_at IS NULL
          AND (l.account_id IS NULL OR l.account_id = viewer) AND a.closed_at IS NULL
          AND s.status = 'clean' AND s.review IN ('waiting', 'approved'))
$$;

-- The trail only grows, but for names and words of people who are erased.
CREATE OR REPLACE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('curio.erasing', true) = 'on' AND (NEW.id, NEW.action, NEW.room, NEW.created_at) = (OLD.id, OLD.action, OLD.room, OLD.created_at) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the audit trail only grows';
END $$;

-- What a report by somebody who left says goes when it is decided.
CREATE FUNCTION report_words_forget() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.words := '';
    RETURN NEW;
END $$;
CREATE TRIGGER report_words_forget BEFORE UPDATE OF resolution, account_id ON report
    FOR EACH ROW WHEN (NEW.resolution IS NOT NULL AND NEW.account_id IS NULL AND NEW.visitor IS NULL) EXECUTE FUNCTION report_words_forget();

-- The files that go with a person: of the blob store by digest, of the image pool by id and name.
CREATE FUNCTION account_files(person uuid) RETURNS TABLE (kind text, digest bytea, id uuid, name text) LANGUAGE sql STABLE AS $$
    WITH build AS (SELECT s.id, s.sha256 FROM schematic s WHERE s.account_id = person),
    file AS (SELECT b.sha256 FROM build b UNION SELECT v.sha256 FROM schematic_version v JOIN build b ON b.id = v.schematic_id)
    SELECT 'blob', d.digest, NULL::uuid, NULL::text FROM (
        SELECT f.sha256 AS digest FROM file f
        UNION SELECT unnest(ARRAY[x.thumb, x.top, x.sections]) FROM schematic_file x JOIN file f ON f.sha256 = x.sha256
        UNION SELECT c.made FROM schematic_conversion c JOIN file f ON f.sha256 = c.sha256
        UNION SELECT unnest(ARRAY[p.sha256, p.small]) FROM schematic_picture p JOIN build b ON b.id = p.schematic_id
        UNION SELECT p.sha256 FROM schematic_picture_upload p JOIN build b ON b.id = p.schematic_id
        UNION SELECT e.sha256 FROM account_export e WHERE e.account_id = person) d
    WHERE d.digest IS NOT NULL
    UNION ALL SELECT 'held', NULL, i.id, NULL FROM image i WHERE i.account_id = person
    UNION ALL SELECT 'held', NULL, g.id, NULL FROM image_grant g WHERE g.account_id = person -- handed in, and not used yet
    UNION ALL SELECT 'drawn', NULL, i.id, n FROM image i, unnest(i.old_names || i.name) n WHERE i.account_id = person AND n IS NOT NULL
    UNION ALL SELECT 'partial', NULL, u.id, NULL FROM upload u WHERE u.account_id = person
$$;

-- The end: no row speaks of the person any more but those of personal_column that say why. Its files are the caller's (account_files, asked
-- before). False: there is no such account, or it is not closed.
CREATE FUNCTION account_erase(person uuid) RETURNS bool LANGUAGE plpgsql AS $$
DECLARE
    a account;
    real_name text;
    real_slug text;
    things uuid[];
    parents uuid[];
    files bytea[];
BEGIN
    SELECT * INTO a FROM account x WHERE x.id = person AND x.closed_at IS NOT NULL FOR UPDATE;
    SELECT c.kept -> 'account' ->> 'name', c.slug INTO real_name, real_slug FROM account_closing c WHERE c.account_id = person;
    IF a.id IS NULL THEN
        RETURN false;
    END IF;
    PERFORM set_config('curio.erasing', 'on', true);
    PERFORM account_take_subjects(person);
    SELECT array_agg(t.id) INTO things FROM (
        SELECT s.id FROM schematic s WHERE s.account_id = person UNION ALL SELECT c.id FROM social_comment c WHERE c.account_id = person
        UNION ALL SELECT r.id FROM market_rating r WHERE r.account_id = person UNION ALL SELECT p.id FROM market_photo p WHERE p.account_id = person
        UNION ALL SELECT m.id FROM market m WHERE m.account_id = person AND (m.visibility = 'draft' OR m.review IN ('waiting', 'rejected'))
        UNION ALL SELECT person) t;
    SELECT array_agg(f.digest) INTO files FROM account_files(person) f WHERE f.kind = 'blob';
    -- What moderators and the trail hold of them.
    UPDATE audit t SET account_id = NULL, account_name = '', detail = t.detail - 'request' WHERE t.account_id = person;
    UPDATE audit t SET subject = '', subject_id = NULLIF(t.subject_id, person), detail = '{}' WHERE t.subject_id = ANY (things);
    DELETE FROM report r WHERE r.room = 'person' AND r.subject_id = person;
    UPDATE report r SET words = '' WHERE r.subject_id = ANY (things);
    UPDATE report r SET account_id = NULL WHERE r.account_id = person;
    DELETE FROM review_case c WHERE c.room = 'person' AND c.subject_id = person;
    UPDATE review_case c SET note = '', reason = '' WHERE c.account_id = person OR c.subject_id = ANY (things);
    UPDATE image i SET hidden_reason = '' WHERE i.hidden_by = person;
    -- What they said under things of others: threads stay whole.
    SELECT array_agg(DISTINCT c.parent_id) INTO parents FROM social_comment c WHERE c.account_id = person AND c.parent_id IS NOT NULL;
    DELETE FROM social_comment c WHERE c.account_id = person AND (c.parent_id IS NOT NULL OR NOT EXISTS
        (SELECT FROM social_comment r WHERE r.parent_id = c.id AND r.account_id IS DISTINCT FROM person));
    DELETE FROM social_comment c WHERE c.id = ANY (parents) AND c.deleted_at IS NOT NULL AND c.account_id IS DISTINCT FROM person
        AND NOT EXISTS (SELECT FROM social_comment r WHERE r.parent_id = c.id);
    UPDATE social_comment c SET account_id = NULL, body = '', hidden_reason = '', deleted_at = coalesce(c.deleted_at, now()) WHERE c.account_id = person;
    UPDATE market_rating r SET reply = '', replied_at = NULL, replied_by = NULL WHERE r.replied_by = person;
    -- Markets are there for everybody; what was never shown, or was known by their name alone, goes.
    DELETE FROM market m WHERE m.account_id = person AND (m.visibility = 'draft' OR m.review IN ('waiting', 'rejected'));
    UPDATE market m SET account_id = NULL, review_reason = '' WHERE m.account_id = person;
    DELETE FROM market_organiser o WHERE o.account_id = person AND (name_fold(o.name) = name_fold(real_name)
        OR NOT EXISTS (SELECT FROM market m WHERE m.organiser_id = o.id));
    UPDATE market_organiser o SET account_id = NULL, claimed_at = NULL, description = '', website = '' WHERE o.account_id = person;
    UPDATE market_merge g SET moved = (SELECT coalesce(jsonb_agg(e), '[]') FROM jsonb_array_elements(g.moved) e WHERE e -> 'key' ->> 'account_id' IS DISTINCT FROM person::text)
    WHERE g.moved @> jsonb_build_array(jsonb_build_object('key', jsonb_build_object('account_id', person)));
    DELETE FROM market_photo p WHERE p.account_id = person;
    DELETE FROM image i WHERE i.account_id = person;
    -- What speaks of them without a foreign key.
    DELETE FROM social_follow f WHERE f.kind = 'person' AND f.target = person::text;
    DELETE FROM notice n WHERE n.subject_id = ANY (things) OR n.link = '/people/' || real_slug;
    DELETE FROM idempotency i WHERE i.scope = person::text;
    DELETE FROM job j WHERE j.state <> 'running' AND (strpos(lower(j.payload::text), lower(a.email)) > 0 OR strpos(j.payload::text, person::text) > 0);
    DELETE FROM account x WHERE x.id = person;
    DELETE FROM schematic_file f WHERE f.sha256 = ANY (files) AND f.touched_at < now() - interval '1 hour'
        AND NOT EXISTS (SELECT FROM schematic_version v WHERE v.sha256 = f.sha256) AND NOT EXISTS (SELECT FROM schematic s WHERE s.sha256 = f.sha256);
    RETURN true;
END $$;
