-- What people say of the dates of a market, pictures of markets, and what moderators make of all that.

-- One a person and date. STATE: waiting ones came in a burst and wait for a moderator, hidden ones were taken away by one; only their
-- authors and moderators see them, and they don't count.
CREATE TABLE market_rating (
    id           uuid PRIMARY KEY, -- UUIDv7: newest first
    market_id    uuid NOT NULL REFERENCES market ON DELETE CASCADE,
    key          timestamp NOT NULL, -- of the date: market_date, which it outlives
    account_id   uuid NOT NULL REFERENCES account ON DELETE CASCADE,
    selection    int NOT NULL CHECK (selection BETWEEN 1 AND 5),
    prices       int NOT NULL CHECK (prices BETWEEN 1 AND 5),
    setting      int NOT NULL CHECK (setting BETWEEN 1 AND 5),
    access       int NOT NULL CHECK (access BETWEEN 1 AND 5),
    words        text NOT NULL DEFAULT '' CHECK (char_length(words) <= 4000),
    reply        text NOT NULL DEFAULT '' CHECK (char_length(reply) <= 4000), -- the organiser's
    replied_at   timestamptz,
    replied_by   uuid REFERENCES account ON DELETE SET NULL,
    state        text NOT NULL DEFAULT 'shown' CHECK (state IN ('shown', 'waiting', 'hidden')),
    reason       text NOT NULL DEFAULT '' CHECK (char_length(reason) <= 4000), -- why it is hidden, as its author reads it
    vouched      bool NOT NULL DEFAULT false, -- a moderator let it be: it is no part of a burst any more
    visitor      bytea, -- a keyed digest of the address that it came from; forgotten after a month
    created_at   timestamptz NOT NULL DEFAULT now(),
    said_at      timestamptz NOT NULL DEFAULT now(), -- when it was written or changed last
    edited       bool NOT NULL DEFAULT false,
    total        int NOT NULL GENERATED ALWAYS AS (selection + prices + setting + access) STORED,
    UNIQUE (market_id, key, account_id)
);
CREATE INDEX market_rating_newest ON market_rating (market_id, id DESC);
CREATE INDEX market_rating_best ON market_rating (market_id, total DESC, id DESC) WHERE state = 'shown';
CREATE INDEX market_rating_account ON market_rating (account_id, id DESC);
CREATE INDEX market_rating_said ON market_rating (market_id, said_at);
CREATE INDEX market_rating_replied ON market_rating (replied_by);
CREATE INDEX market_rating_waiting ON market_rating (market_id) WHERE state = 'waiting';
CREATE INDEX market_rating_visitor ON market_rating (said_at) WHERE visitor IS NOT NULL;

-- What is believed of a market before anybody rated it: the mean of all ratings of the site, as heavy as WEIGHT of them. One row.
CREATE TABLE market_prior (
    single       bool PRIMARY KEY DEFAULT true CHECK (single),
    mean         float8 NOT NULL DEFAULT 3.5 CHECK (mean BETWEEN 1 AND 5),
    weight       float8 NOT NULL DEFAULT 5 CHECK (weight > 0),
    reckoned_at  timestamptz NOT NULL DEFAULT now()
);
INSERT INTO market_prior DEFAULT VALUES;

-- The Bayesian mean (w·m + Σ) / (w + n) of n ratings that add up to Σ, with the prior mean m as heavy as w ratings: the posterior mean of
-- a Dirichlet prior with the weight w; the "true Bayesian estimate" of IMDb's list of best films. STARS is the sum of four dimensions.
-- 0 where there is no rating, so that those come last in any order by it.
CREATE FUNCTION market_score(ratings bigint, stars bigint) RETURNS float8 LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN ratings > 0 THEN (p.weight * p.mean + stars / 4.0) / (p.weight + ratings) ELSE 0 END FROM market_prior p
$$;
CREATE INDEX market_score ON market (score DESC, id DESC) WHERE listed;
CREATE INDEX market_rated ON market (id) INCLUDE (ratings, stars) WHERE ratings > 0;

CREATE FUNCTION market_rating_counted() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    more bigint := 0;
    sum bigint := 0;
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.state = 'shown' THEN
        more := -1;
        sum := -OLD.total;
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.state = 'shown' THEN
        more := more + 1;
        sum := sum + NEW.total;
    END IF;
    IF more <> 0 OR sum <> 0 THEN
        UPDATE market m SET ratings = m.ratings + more, stars = m.stars + sum,
            score = market_score(m.ratings + more, m.stars + sum)
        WHERE m.id = coalesce(NEW.market_id, OLD.market_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER market_rating_counted AFTER INSERT OR DELETE OR UPDATE OF state, selection, prices, setting, access, market_id ON market_rating
    FOR EACH ROW EXECUTE FUNCTION market_rating_counted();

-- Moves the prior where the mean drifted or the weight changed, and every score that is not what it should be by now. How many were.
CREATE FUNCTION market_prior_reckon(new_weight float8) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    drift CONSTANT float8 := 0.01;
    moved bigint;
BEGIN
    UPDATE market_prior p SET mean = coalesce(all_ratings.mean, p.mean), weight = new_weight, reckoned_at = now()
    FROM (SELECT sum(m.stars) / 4.0 / sum(m.ratings) AS mean FROM market m WHERE m.ratings > 0) all_ratings
    WHERE p.weight <> new_weight OR abs(all_ratings.mean - p.mean) > drift;
    UPDATE market m SET score = market_score(m.ratings, m.stars) WHERE m.ratings > 0 AND abs(m.score - market_score(m.ratings, m.stars)) > 1e-9;
    GET DIAGNOSTICS moved = ROW_COUNT;
    RETURN moved;
END $$;

-- Pictures of a market: those of a rating, and its organiser's own.
CREATE TABLE market_photo (
    id           uuid PRIMARY KEY,
    market_id    uuid NOT NULL REFERENCES market ON DELETE CASCADE,
    rating_id    uuid REFERENCES market_rating ON DELETE CASCADE, -- null: the organiser's own
    account_id   uuid REFERENCES account ON DELETE SET NULL, -- who added it
    image_id     uuid NOT NULL UNIQUE REFERENCES image ON DELETE CASCADE,
    position     int NOT NULL,
    caption      text NOT NULL DEFAULT '' CHECK (char_length(caption) <= 300),
    cover        bool NOT NULL DEFAULT false, -- stands for the market in lists
    verdict      text NOT NULL DEFAULT '' CHECK (char_length(verdict) <= 4000), -- why a moderator keeps it hidden, as its uploader reads it
    restored_at  timestamptz, -- a moderator showed it again: who hides it from then on says why
    created_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX market_photo_market ON market_photo (market_id, cover DESC, (rating_id IS NULL) DESC, position, id DESC);
CREATE INDEX market_photo_rating ON market_photo (rating_id, position) WHERE rating_id IS NOT NULL;
CREATE INDEX market_photo_account ON market_photo (account_id);
CREATE UNIQUE INDEX market_photo_cover ON market_photo (market_id) WHERE cover;

-- Whatever takes a photo away takes its picture with it; files without a row are swept.
CREATE FUNCTION market_photo_forget() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM image WHERE id = OLD.image_id;
    RETURN NULL;
END $$;
CREATE TRIGGER market_photo_forgotten AFTER DELETE ON market_photo FOR EACH ROW EXECUTE FUNCTION market_photo_forget();

-- What stands for a market in lists, as the word in the addresses of its picture: the chosen one, else the organiser's first, else the
-- latest of a rating. Null: there is none.
CREATE FUNCTION market_cover(market uuid) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT i.name
    FROM market_photo p JOIN image i ON i.id = p.image_id AND i.state = 'ready' LEFT JOIN market_rating r ON r.id = p.rating_id
    WHERE p.market_id = market_cover.market AND (p.rating_id IS NULL OR r.state = 'shown')
    ORDER BY p.cover DESC, (p.rating_id IS NULL) DESC, p.position, p.id DESC LIMIT 1
$$;

-- Moderators deal with markets, ratings, and bursts of them (of the room burst; the subject is their market).
ALTER TABLE report DROP CONSTRAINT report_kind_check;
ALTER TABLE report ADD CONSTRAINT report_kind_check CHECK (kind IN ('spam', 'stolen', 'harmful', 'offensive', 'licence', 'face', 'wrong', 'other'));

CREATE OR REPLACE VIEW reportable AS
    SELECT s.room, s.id, s.owner, s.title, s.path, s.shown FROM subject s
    UNION ALL
    SELECT 'comment', c.id, c.account_id, left(c.body, 120), '/social/comments/' || c.id,
           c.deleted_at IS NULL AND c.hidden_at IS NULL AND EXISTS (SELECT FROM subject s WHERE s.room = c.room AND s.id = c.subject_id AND s.shown)
    FROM social_comment c
    UNION ALL
    SELECT 'person', a.id, a.id, a.name, '/people/' || a.slug, a.suspended_at IS NULL FROM account a
    UNION ALL
    SELECT 'rating', r.id, r.account_id, m.title || CASE WHEN r.words <> '' THEN ': ' || left(r.words, 80) ELSE '' END, '/markets/ratings/' || r.id,
           r.state = 'shown' AND m.reachable
    FROM market_rating r JOIN market m ON m.id = r.market_id
    UNION ALL
    SELECT 'photo', p.id, p.account_id, m.title || CASE WHEN p.caption <> '' THEN ': ' || p.caption ELSE '' END, '/markets/photos/' || p.id,
           i.state = 'ready' AND coalesce(r.state, 'shown') = 'shown' AND m.reachable
    FROM market_photo p JOIN market m ON m.id = p.market_id JOIN image i ON i.id = p.image_id LEFT JOIN market_rating r ON r.id = p.rating_id
    UNION ALL
    SELECT 'burst', m.id, m.account_id, m.title, '/markets/' || m.slug || '/ratings', false FROM market m;

CREATE OR REPLACE FUNCTION review_take(viewer uuid, in_room text, in_subject uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM account a
    WHERE a.id IN (SELECT viewer
                   UNION SELECT r.owner FROM reportable r WHERE r.room = in_room AND r.id = in_subject
                   UNION SELECT p.account_id FROM report p WHERE p.room = in_room AND p.subject_id = in_subject AND p.resolution IS NULL
                   UNION SELECT r.account_id FROM market_rating r WHERE in_room = 'burst' AND r.market_id = in_subject AND r.state = 'waiting')
    ORDER BY a.id FOR KEY SHARE;
    IF in_room = 'schematic' THEN
        PERFORM FROM schematic s WHERE s.id = in_subject FOR NO KEY UPDATE;
    ELSIF in_room IN ('market', 'burst') THEN
        PERFORM FROM market m WHERE m.id = in_subject FOR NO KEY UPDATE;
    ELSIF in_room = 'rating' THEN
        PERFORM FROM market m WHERE m.id = (SELECT r.market_id FROM market_rating r WHERE r.id = in_subject) FOR NO KEY UPDATE;
        PERFORM FROM market_rating r WHERE r.id = in_subject FOR NO KEY UPDATE;
    ELSIF in_room = 'photo' THEN
        PERFORM FROM market m WHERE m.id = (SELECT p.market_id FROM market_photo p WHERE p.id = in_subject) FOR NO KEY UPDATE;
        PERFORM FROM market_photo p WHERE p.id = in_subject FOR NO KEY UPDATE;
    END IF;
    PERFORM FROM review_case c WHERE c.room = in_room AND c.subject_id = in_subject AND c.decision IS NULL FOR UPDATE;
END $$;

-- Ratings of a burst: shown or hidden together, and their authors told.
CREATE FUNCTION market_burst_settle(in_market uuid, becomes text, why text) RETURNS void LANGUAGE sql AS $$
    WITH settled AS (
        UPDATE market_rating r SET state = becomes, reason = why, vouched = vouched OR becomes = 'shown' WHERE r.market_id = in_market AND r.state = 'waiting'
        RETURNING r.id, r.account_id
    )
    INSERT INTO notice (id, account_id, kind, subject, link, room, subject_id)
    SELECT uuid_now(), s.account_id, 'rating.' || becomes, m.title, '/markets/ratings/' || s.id, 'market', m.id
    FROM settled s JOIN market m ON m.id = in_market
$$;

-- What moderators make of the market room's subjects, as review_mark of builds: what was taken down is not brought back by a rejected appeal.
CREATE FUNCTION market_review_mark(in_room text, in_subject uuid, becomes text, reason text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF in_room = 'market' THEN
        UPDATE market m SET review_reason = market_review_mark.reason,
            review = CASE WHEN m.review = 'taken_down' AND becomes IN ('waiting', 'rejected') THEN m.review ELSE becomes END
        WHERE m.id = in_subject;
    ELSIF in_room = 'rating' THEN
        UPDATE market_rating r SET state = CASE becomes WHEN 'approved' THEN 'shown' WHEN 'waiting' THEN 'waiting' ELSE 'hidden' END,
            reason = market_review_mark.reason, vouched = r.vouched OR becomes = 'approved'
        WHERE r.id = in_subject;
    ELSIF in_room = 'photo' THEN
        UPDATE market_photo p SET verdict = market_review_mark.reason, restored_at = CASE WHEN becomes = 'approved' THEN now() ELSE p.restored_at END
        WHERE p.id = in_subject;
    ELSIF in_room = 'burst' AND becomes <> 'waiting' THEN
        PERFORM market_burst_settle(in_subject, CASE becomes WHEN 'approved' THEN 'shown' ELSE 'hidden' END, reason);
    END IF;
END $$;

-- What the program noticed about a market or a burst of ratings, like what it notices about builds.
CREATE FUNCTION market_review_hints(in_room text, in_subject uuid) RETURNS jsonb LANGUAGE sql STABLE AS $$
    WITH burst AS (
        SELECT r.visitor, r.total, a.created_at > r.said_at - interval '7 days' AS fresh
        FROM market_rating r JOIN account a ON a.id = r.account_id WHERE in_room = 'burst' AND r.market_id = in_subject AND r.state = 'waiting'
    ), found (place, kind, number) AS (
        SELECT 1, 'burst', count(*) FROM burst HAVING count(*) > 0
        UNION ALL SELECT 2, 'burst-fresh', count(*) FROM burst b WHERE b.fresh HAVING count(*) > 1
        UNION ALL SELECT 3, 'burst-same', max(s.n) FROM (SELECT count(*) AS n FROM burst b WHERE b.visitor IS NOT NULL GROUP BY b.visitor) s HAVING max(s.n) > 1
        UNION ALL SELECT 4, 'burst-lowest', count(*) FROM burst b WHERE b.total = 4 HAVING count(*) > 1
        UNION ALL SELECT 4, 'burst-highest', count(*) FROM burst b WHERE b.total = 20 HAVING count(*) > 1
        UNION ALL SELECT 1, 'hidden-photo', count(*) FROM report r WHERE in_room = 'photo' AND r.room = 'photo' AND r.subject_id = in_subject AND r.resolution IS NULL HAVING count(*) > 0
        UNION ALL SELECT 5, 'reported', count(*) FROM report r WHERE in_room <> 'photo' AND r.room = in_room AND r.subject_id = in_subject AND r.resolution IS NULL HAVING count(*) > 0
        UNION ALL SELECT 9, 'rejected-before', count(*) FROM reportable r JOIN review_case c ON c.account_id = r.owner AND c.decision IN ('rejected', 'taken_down')
            WHERE r.room = in_room AND r.id = in_subject AND in_room <> 'burst' HAVING count(*) > 0
        UNION ALL SELECT 10, 'again', count(*) FROM review_case c
            WHERE c.room = in_room AND c.subject_id = in_subject AND c.decision IS NOT NULL HAVING count(*) > 0
        UNION ALL SELECT 11, 'new-uploader', NULL FROM market m JOIN account a ON a.id = m.account_id
            WHERE in_room = 'market' AND m.id = in_subject AND (a.created_at > now() - interval '7 days'
                OR NOT EXISTS (SELECT FROM market o WHERE o.account_id = a.id AND o.review = 'approved'))
    )
    SELECT coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('kind', f.kind, 'count', f.number)) ORDER BY f.place), '[]') FROM found f
$$;
CREATE OR REPLACE FUNCTION review_refresh(in_room text, in_subject uuid) RETURNS void LANGUAGE sql AS $$
    UPDATE review_case SET hints = CASE WHEN in_room = 'schematic' THEN review_hints(in_room, in_subject) ELSE market_review_hints(in_room, in_subject) END
    WHERE room = in_room AND subject_id = in_subject AND decision IS NULL
$$;

-- Whose new markets wait for a moderator: nobody's ('none'), those of people none of whose markets was approved yet ('first'), 'all'.
CREATE FUNCTION market_review_for(person uuid, rule text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN rule = 'all' OR (rule = 'first' AND NOT EXISTS (SELECT FROM market m WHERE m.account_id = person AND m.review = 'approved' AND m.visibility = 'public'))
                THEN 'waiting' ELSE 'approved' END
$$;
-- What waits has its case from the statement on that makes it wait, and none once nothing of it waits.
CREATE FUNCTION review_await(in_room text, in_subject uuid, person uuid) RETURNS void LANGUAGE sql AS $$
    INSERT INTO review_case (id, room, subject_id, account_id) VALUES (uuid_now(), in_room, in_subject, person)
    ON CONFLICT (room, subject_id) WHERE decision IS NULL DO NOTHING
$$;
CREATE FUNCTION market_awaits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM review_await('market', NEW.id, NEW.account_id);
    RETURN NULL;
END $$;
CREATE TRIGGER market_awaits AFTER INSERT OR UPDATE OF review, visibility ON market
    FOR EACH ROW WHEN (NEW.review = 'waiting' AND NEW.visibility = 'public') EXECUTE FUNCTION market_awaits();
CREATE FUNCTION market_rating_awaits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM review_await('burst', NEW.market_id, (SELECT m.account_id FROM market m WHERE m.id = NEW.market_id));
    PERFORM review_refresh('burst', NEW.market_id);
    RETURN NULL;
END $$;
CREATE TRIGGER market_rating_awaits AFTER INSERT OR UPDATE OF state ON market_rating
    FOR EACH ROW WHEN (NEW.state = 'waiting') EXECUTE FUNCTION market_rating_awaits();
CREATE FUNCTION market_rating_awaits_not() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE review_case c SET decision = 'withdrawn', decided_at = now()
    WHERE c.room = 'burst' AND c.subject_id = OLD.market_id AND c.decision IS NULL
      AND NOT EXISTS (SELECT FROM market_rating r WHERE r.market_id = OLD.market_id AND r.state = 'waiting');
    PERFORM review_refresh('burst', OLD.market_id);
    RETURN NULL;
END $$;
CREATE TRIGGER market_rating_awaits_not AFTER DELETE ON market_rating FOR EACH ROW WHEN (OLD.state = 'waiting') EXECUTE FUNCTION market_rating_awaits_not();
CREATE TRIGGER market_rating_settled AFTER UPDATE OF state ON market_rating
    FOR EACH ROW WHEN (OLD.state = 'waiting' AND NEW.state <> 'waiting') EXECUTE FUNCTION market_rating_awaits_not();
CREATE TRIGGER market_rating_review_forgotten AFTER DELETE ON market_rating FOR EACH ROW EXECUTE FUNCTION review_forget('rating');
CREATE TRIGGER market_burst_forgotten AFTER DELETE ON market FOR EACH ROW EXECUTE FUNCTION review_forget('burst');
CREATE TRIGGER market_photo_review_forgotten AFTER DELETE ON market_photo FOR EACH ROW EXECUTE FUNCTION review_forget('photo');
