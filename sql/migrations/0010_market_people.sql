-- What people have of markets: favourites, places that they watch, news of what they marked, and claims of those who hold them.

CREATE TABLE market_favourite (
    id           uuid NOT NULL DEFAULT gen_random_uuid(), -- UUIDv7: the order in a person's list
    market_id    uuid NOT NULL REFERENCES market ON DELETE CASCADE,
    account_id   uuid NOT NULL REFERENCES account ON DELETE CASCADE,
    created_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, market_id)
);
CREATE INDEX market_favourite_list ON market_favourite (account_id, id DESC);
CREATE INDEX market_favourite_market ON market_favourite (market_id);
CREATE FUNCTION market_favourite_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        UPDATE market m SET favourites = m.favourites + 1 WHERE m.id = NEW.market_id;
    ELSE
        UPDATE market m SET favourites = m.favourites - 1 WHERE m.id = OLD.market_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER market_favourite_counted AFTER INSERT OR DELETE ON market_favourite FOR EACH ROW EXECUTE FUNCTION market_favourite_counted();

-- A place whose new markets a person wants to hear of.
CREATE TABLE market_watch (
    id           uuid PRIMARY KEY,
    account_id   uuid NOT NULL REFERENCES account ON DELETE CASCADE,
    title        text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 120), -- "Ry"
    latitude     float8 NOT NULL CHECK (latitude BETWEEN -90 AND 90),
    longitude    float8 NOT NULL CHECK (longitude BETWEEN -180 AND 180),
    radius       int NOT NULL CHECK (radius BETWEEN 1 AND 200), -- kilometres
    created_at   timestamptz NOT NULL DEFAULT now(),
    told_at      timestamptz NOT NULL DEFAULT now() -- markets since then are news
);
CREATE INDEX market_watch_account ON market_watch (account_id, id DESC);
CREATE INDEX market_watch_told ON market_watch (told_at);

-- A date that became another, and what those who marked its market knew of it before. Told once it has been so for a while; what was taken
-- back until then is no news.
CREATE TABLE market_news (
    market_id    uuid NOT NULL REFERENCES market ON DELETE CASCADE,
    key          timestamp NOT NULL,
    day          date NOT NULL, -- as it was known
    starts       timestamptz NOT NULL,
    status       text NOT NULL, -- scheduled, cancelled, moved
    changed_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (market_id, key)
);
CREATE INDEX market_news_changed ON market_news (changed_at);

CREATE FUNCTION market_news_note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO market_news AS n (market_id, key, day, starts, status)
    SELECT w.market_id, w.key, w.day, w.starts, w.status
    FROM was w LEFT JOIN market_date d ON d.market_id = w.market_id AND d.key = w.key
    WHERE w.starts > now() AND w.starts < now() + interval '1 year'
      AND (d.key IS NULL OR (d.starts, d.status) IS DISTINCT FROM (w.starts, w.status))
      AND EXISTS (SELECT FROM market_favourite f JOIN market m ON m.id = f.market_id WHERE f.market_id = w.market_id AND m.reachable)
    ON CONFLICT (market_id, key) DO UPDATE SET changed_at = now(); -- what was known stays
    RETURN NULL;
END $$;
CREATE TRIGGER market_date_news_changed AFTER UPDATE ON market_date REFERENCING OLD TABLE AS was FOR EACH STATEMENT EXECUTE FUNCTION market_news_note();
CREATE TRIGGER market_date_news_gone AFTER DELETE ON market_date REFERENCING OLD TABLE AS was FOR EACH STATEMENT EXECUTE FUNCTION market_news_note();

-- Somebody says that they hold a market, and proves it by a mailbox or a web site that the market has been known by.
CREATE TABLE market_claim (
    id           uuid PRIMARY KEY,
    market_id    uuid NOT NULL REFERENCES market ON DELETE CASCADE,
    account_id   uuid NOT NULL REFERENCES account ON DELETE CASCADE,
    way          text NOT NULL CHECK (way IN ('mail', 'domain')),
    place        text NOT NULL CHECK (octet_length(place) BETWEEN 3 AND 254), -- the address, or the host, as it was known when they claimed
    state        text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'proved', 'failed')),
    why          text NOT NULL DEFAULT '' CHECK (why IN ('', 'away', 'no_file', 'no_line')), -- what the last look at the host missed
    created_at   timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL,
    looked_at    timestamptz, -- at the host, last
    proved_at    timestamptz
);
CREATE UNIQUE INDEX market_claim_once ON market_claim (market_id, account_id, way) WHERE state = 'waiting';
CREATE INDEX market_claim_account ON market_claim (account_id, created_at);
CREATE INDEX market_claim_expires ON market_claim (expires_at) WHERE state = 'waiting';
