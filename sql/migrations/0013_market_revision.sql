-- Changes of markets that moderators have looked at: what weighs comes back into their queue, beside what is new. It is shown meanwhile.

-- A market as it was when a moderator knew it last, as far as it changed since by somebody who is not trusted yet. Gone once its case is decided.
CREATE TABLE market_revision (
    market_id    uuid PRIMARY KEY REFERENCES market ON DELETE CASCADE,
    before       jsonb NOT NULL, -- {field: value} as market_columns has them
    created_at   timestamptz NOT NULL DEFAULT now()
);

-- What of it weighs, field by field: name, description, web address, and a place that is another one: in another town or more than a kilometre away.
CREATE FUNCTION market_revised_fields(before jsonb, m market) RETURNS TABLE (field text, was jsonb, becomes jsonb) LANGUAGE sql STABLE AS $$
    SELECT b.key, b.value, n.value
    FROM jsonb_each(before) b CROSS JOIN LATERAL (SELECT market_columns(m) -> b.key AS value) n
    WHERE n.value IS DISTINCT FROM b.value AND CASE b.key
        WHEN 'point' THEN coalesce(earth_point((b.value ->> 0)::float8, (b.value ->> 1)::float8) <-> m.at > 1000, true)
        WHEN 'town' THEN name_fold(b.value #>> '{}') <> name_fold(m.town)
        ELSE true END
$$;

-- Whose changes are looked at: those of who neither proved to hold the market nor has had three markets or changes approved; with rule 'all' those
-- of everybody who did not prove it, with 'none' nobody's.
CREATE FUNCTION market_change_waits(m market, person uuid, rule text) RETURNS bool LANGUAGE sql STABLE AS $$
    SELECT rule <> 'none' AND m.review = 'approved'
       AND NOT EXISTS (SELECT FROM market_claim c WHERE c.market_id = m.id AND c.account_id = person AND c.state = 'proved')
       AND NOT EXISTS (SELECT FROM market_organiser o WHERE o.id = m.organiser_id AND o.account_id = person AND o.claimed_at IS NOT NULL)
       AND (rule = 'all' OR (SELECT count(*) FROM review_case c WHERE c.room = 'market' AND c.account_id = person AND c.decision = 'approved') < 3)
$$;

-- After a change by PERSON: WAS is the row before it. Notes how it was, and has it looked at where that weighs and others see it; what was taken back by
-- themselves waits no longer.
CREATE FUNCTION market_revise_note(market uuid, was jsonb, person uuid, rule text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    m market;
    known jsonb := market_columns(jsonb_populate_record(NULL::market, was));
    base jsonb;
BEGIN
    SELECT x.* INTO m FROM market x WHERE x.id = market_revise_note.market;
    IF NOT market_change_waits(m, person, rule) THEN
        RETURN;
    END IF;
    INSERT INTO market_revision AS r (market_id, before)
    SELECT m.id, jsonb_object_agg(f.name, known -> f.name) FROM unnest(ARRAY['title', 'description', 'website', 'town', 'point']) AS f (name)
    HAVING bool_or(known -> f.name IS DISTINCT FROM market_columns(m) -> f.name)
    ON CONFLICT (market_id) DO NOTHING;
    SELECT r.before INTO base FROM market_revision r WHERE r.market_id = m.id;
    IF EXISTS (SELECT FROM market_revised_fields(base, m)) THEN
        IF m.visibility = 'public' THEN
            PERFORM review_await('market', m.id, m.account_id);
            PERFORM review_refresh('market', m.id);
        END IF;
    ELSIF base IS NOT NULL THEN
        UPDATE review_case c SET decision = 'withdrawn', decided_at = now() WHERE c.room = 'market' AND c.subject_id = m.id AND c.decision IS NULL;
    END IF;
END $$;

-- Puts a market back to what moderators knew. False: nothing that weighs was changed. DATED: its dates depend on what came back.
CREATE FUNCTION market_revision_undo(market uuid, OUT done bool, OUT dated bool) LANGUAGE plpgsql AS $$
DECLARE
    m market;
    put jsonb;
BEGIN
    SELECT x.* INTO m FROM market x WHERE x.id = market_revision_undo.market FOR NO KEY UPDATE;
    SELECT jsonb_object_agg(f.field, f.was) INTO put FROM market_revision r CROSS JOIN LATERAL market_revised_fields(r.before, m) f WHERE r.market_id = m.id;
    done := put IS NOT NULL;
    dated := done AND put ? 'point';
    IF done THEN
        PERFORM market_columns_put(m.id, put, m.origins);
        DELETE FROM market_revision r WHERE r.market_id = m.id;
    END IF;
END $$;

-- What was decided about, or merged, is known.
CREATE FUNCTION market_revision_known() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM market_revision r WHERE r.market_id = NEW.subject_id;
    RETURN NULL;
END $$;
CREATE TRIGGER market_revision_known AFTER INSERT OR UPDATE OF decision ON review_case
    FOR EACH ROW WHEN (NEW.room = 'market' AND NEW.decision IS NOT NULL) EXECUTE FUNCTION market_revision_known();

ALTER FUNCTION market_review_hints(text, uuid) RENAME TO market_review_hints_seen;
CREATE FUNCTION market_review_hints(in_room text, in_subject uuid) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT jsonb_build_array(jsonb_build_object('kind', 'changed', 'count', count(*)))
                     FROM market_revision r JOIN market m ON m.id = r.market_id CROSS JOIN LATERAL market_revised_fields(r.before, m) f
                     WHERE in_room = 'market' AND r.market_id = in_subject HAVING count(*) > 0), '[]') || market_review_hints_seen(in_room, in_subject)
$$;
