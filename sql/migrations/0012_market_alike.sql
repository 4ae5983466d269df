-- Entries of people that look like markets which are here already: nobody's entry is made one with another by the program itself.

-- Markets that may be the same as this one: held on a day that both have, within 300 m or in one street; most alike first. Pairs that were decided about
-- are left out. The one asked about may still wait for a moderator.
CREATE OR REPLACE FUNCTION market_doubles(about uuid, today date) RETURNS TABLE (other uuid, likeness float8) LANGUAGE sql STABLE AS $$
    WITH m AS MATERIALIZED (
        SELECT * FROM market WHERE id = about AND (listed OR (review = 'waiting' AND visibility = 'public' AND merged_into IS NULL AND status = 'active'))
    ), near AS (
        SELECT c.id FROM m JOIN market c ON c.listed AND c.at <@ cube_enlarge(m.at, 300, 3) AND c.at <-> m.at <= 300
        UNION
        SELECT c.id FROM m JOIN market c ON c.listed AND name_fold(c.town) = name_fold(m.town) AND m.town <> ''
        WHERE market_street(m.street) <> '' AND market_street(c.street) = market_street(m.street)
    )
    SELECT c.id, market_likeness(m, c) FROM m, near JOIN market c ON c.id = near.id
    WHERE c.id <> m.id
      AND EXISTS (SELECT FROM market_date d JOIN market_date e ON e.market_id = c.id AND e.day = d.day WHERE d.market_id = m.id AND d.day >= today)
      AND NOT EXISTS (SELECT FROM market_merge g WHERE least(g.kept, g.merged) = least(c.id, m.id) AND greatest(g.kept, g.merged) = greatest(c.id, m.id))
    ORDER BY 2 DESC, 1
$$;

-- Whether this is a person's entry that came after a page that was there without it: what others gave to that page is not theirs to take over.
CREATE FUNCTION market_came_after(entry market, other market) RETURNS bool LANGUAGE sql STABLE AS $$
    SELECT entry.account_id IS NOT NULL AND entry.created_at > other.created_at AND NOT EXISTS (SELECT FROM market_origin o WHERE o.market_id = entry.id)
$$;

-- Writes down that two may be one, and makes them one where that is certain and no person's entry is meant. DONE: they are; else they wait. The kept one: one
-- that is shown, rather than an entry that came after it, a person's, the elder.
CREATE OR REPLACE FUNCTION market_merge_found(run uuid, a uuid, b uuid, alike float8, OUT merge uuid, OUT done bool) LANGUAGE plpgsql AS $$
DECLARE
    keeps uuid;
    nobody_s bool;
BEGIN
    SELECT m.id INTO keeps FROM market m JOIN market o ON o.id IN (a, b) AND o.id <> m.id WHERE m.id IN (a, b)
    ORDER BY NOT m.reachable, market_came_after(m, o), m.account_id IS NULL, m.created_at, m.id LIMIT 1;
    SELECT bool_and(m.account_id IS NULL) INTO nobody_s FROM market m WHERE m.id IN (a, b);
    merge := uuid_now(); -- the list has the latest first
    INSERT INTO market_merge (id, kept, merged, likeness, state, run_id)
    VALUES (merge, keeps, CASE WHEN keeps = a THEN b ELSE a END, alike, 'queued', run) ON CONFLICT DO NOTHING; -- somebody else saw it at the same moment
    done := FOUND AND alike >= 0.85 AND nobody_s AND market_merge_do(merge, NULL);
END $$;

-- What was made one with another does not wait for a moderator; it does again when they are two.
DROP TRIGGER market_awaits ON market;
CREATE TRIGGER market_awaits AFTER INSERT OR UPDATE OF review, visibility, merged_into ON market
    FOR EACH ROW WHEN (NEW.review = 'waiting' AND NEW.visibility = 'public' AND NEW.merged_into IS NULL) EXECUTE FUNCTION market_awaits();
CREATE FUNCTION market_awaits_not() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE review_case c SET decision = 'withdrawn', decided_at = now() WHERE c.room = 'market' AND c.subject_id = NEW.id AND c.decision IS NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER market_awaits_not AFTER UPDATE OF merged_into ON market
    FOR EACH ROW WHEN (OLD.merged_into IS NULL AND NEW.merged_into IS NOT NULL) EXECUTE FUNCTION market_awaits_not();
