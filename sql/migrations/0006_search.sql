-- Search over the builds that everyone may see.
CREATE EXTENSION IF NOT EXISTS fuzzystrmatch; -- levenshtein

-- What the lists of the first version looked things up in: the tables below take its place. Feeds go on looking up tags there.
DROP INDEX schematic_title;
ALTER TABLE schematic DROP COLUMN search;

-- What a build can be asked for, one word a fact: f:sponge, l:mit, t:castle, m:create, b:minecraft:stone. Any combination of facts is
-- one look-up in one index. "l:none": no licence stated; "v:": no mod needed.
CREATE FUNCTION schematic_facts(format text, licence text, tags text[], mods text[], block_names text[]) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_agg(DISTINCT fact) FROM (
        VALUES ('f:' || format), ('l:' || coalesce(lower(licence), 'none')), (CASE WHEN cardinality(mods) = 0 THEN 'v:' END)
        UNION ALL SELECT 't:' || t FROM unnest(tags) t
        UNION ALL SELECT 'm:' || m FROM unnest(mods) m
        UNION ALL SELECT 'b:' || b FROM unnest(block_names) b) facts (fact)
    WHERE fact IS NOT NULL
$$;

-- One row a listed build and none for any other, kept by triggers: what can be looked for and sorted by, and nothing else, so that the
-- table stays small enough to be read whole within milliseconds.
CREATE TABLE schematic_search (
    id           uuid PRIMARY KEY REFERENCES schematic ON DELETE CASCADE,
    account_id   uuid NOT NULL,
    listed_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    created_at   timestamptz NOT NULL,
    updated      bigint NOT NULL, -- microseconds since 1970
    downloads    bigint NOT NULL,
    likes        bigint NOT NULL,
    popularity   bigint NOT NULL GENERATED ALWAYS AS (downloads + 10 * likes) STORED,
    blocks       bigint NOT NULL,
    width        bigint NOT NULL,
    height       bigint NOT NULL,
    length       bigint NOT NULL,
    game         int,
    format       text NOT NULL,
    licence      text NOT NULL, -- in small letters; none: not stated
    tags         text[] NOT NULL,
    mods         text[] NOT NULL,
    label        tsvector NOT NULL, -- title A, tags B, author C
    words        tsvector NOT NULL, -- these and the description, D
    facts        text[] NOT NULL
) WITH (fillfactor = 90);
ALTER TABLE schematic_search ALTER words SET STATISTICS 1000, ALTER facts SET STATISTICS 1000;
CREATE INDEX schematic_search_words ON schematic_search USING gin (words) WITH (gin_pending_list_limit = 256);
CREATE INDEX schematic_search_facts ON schematic_search USING gin (facts) WITH (gin_pending_list_limit = 256);
CREATE INDEX schematic_search_account ON schematic_search (account_id, id);
CREATE INDEX schematic_search_downloads ON schematic_search (downloads, id);
CREATE INDEX schematic_search_likes ON schematic_search (likes, id);
CREATE INDEX schematic_search_blocks ON schematic_search (blocks, id);
CREATE INDEX schematic_search_updated ON schematic_search (updated, id);
CREATE INDEX schematic_search_listed_at ON schematic_search (listed_at);
CREATE INDEX schematic_search_popularity ON schematic_search (popularity, id);

-- Every fact and every word of the above, for suggestions and mistyped words: facts as they are, w:house for a word of a label, d:house
-- for one of descriptions alone. A row is there while a listed build has it; how many have it the job `saved_search` counts again.
CREATE TABLE schematic_term (
    term         text COLLATE "C" PRIMARY KEY,
    builds       bigint NOT NULL
);
CREATE INDEX schematic_term_part ON schematic_term USING gin (substr(term, 3) gin_trgm_ops) WITH (gin_pending_list_limit = 256)
    WHERE term >= 'w:' AND term < 'w;';

CREATE FUNCTION schematic_terms(facts text[], label tsvector, words tsvector) RETURNS SETOF text LANGUAGE sql IMMUTABLE AS $$
    SELECT f FROM unnest(facts) f
    UNION SELECT 'w:' || w FROM unnest(tsvector_to_array(label)) w WHERE char_length(w) BETWEEN 3 AND 40
    UNION (SELECT 'd:' || w FROM unnest(tsvector_to_array(words)) w WHERE char_length(w) BETWEEN 3 AND 40
           EXCEPT SELECT 'd:' || w FROM unnest(tsvector_to_array(label)) w)
$$;

-- In one order, so that two who add the same words at once do not wait for each other in a ring.
CREATE FUNCTION schematic_terms_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO schematic_term SELECT term, 1 FROM schematic_terms(NEW.facts, NEW.label, NEW.words) term ORDER BY term COLLATE "C"
        ON CONFLICT DO NOTHING;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        -- Only what few builds had can be gone with this one.
        DELETE FROM schematic_term t
        WHERE t.term IN (SELECT term FROM schematic_terms(OLD.facts, OLD.label, OLD.words) term) AND t.builds < 100
          AND CASE left(t.term, 2)
              WHEN 'w:' THEN NOT EXISTS (SELECT FROM schematic_search s WHERE s.words @@ to_tsquery('simple', schematic_lexeme(substr(t.term, 3), ':ABC')))
              WHEN 'd:' THEN NOT EXISTS (SELECT FROM schematic_search s WHERE s.words @@ to_tsquery('simple', schematic_lexeme(substr(t.term, 3), ':D')))
              ELSE NOT EXISTS (SELECT FROM schematic_search s WHERE s.facts @> ARRAY[t.term::text]) END;
    END IF;
    RETURN NULL;
END $$;

-- A word as to_tsquery takes it, whatever it holds.
CREATE FUNCTION schematic_lexeme(word text, suffix text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT '''' || replace(replace(word, '\', '\\'), '''', '''''') || '''' || suffix
$$;
CREATE TRIGGER schematic_terms_put AFTER INSERT OR DELETE ON schematic_search FOR EACH ROW EXECUTE FUNCTION schematic_terms_kept();
CREATE TRIGGER schematic_terms_changed AFTER UPDATE OF words, facts ON schematic_search FOR EACH ROW
    WHEN (OLD.words <> NEW.words OR OLD.facts <> NEW.facts OR OLD.label <> NEW.label) EXECUTE FUNCTION schematic_terms_kept();

-- What the table above has of each listed build.
CREATE VIEW schematic_search_source AS
    SELECT b.id, b.account_id, b.created_at, (extract(epoch FROM b.updated_at) * 1000000)::bigint AS updated, b.downloads, b.likes, b.blocks, b.width,
           b.height, b.length, b.game, b.format, coalesce(lower(b.licence), 'none') AS licence, b.tags, b.mods, l.label,
           l.label || setweight(to_tsvector('simple', b.description), 'D') AS words,
           schematic_facts(b.format, b.licence, b.tags, b.mods, b.block_names) AS facts
    FROM schematic b JOIN account a ON a.id = b.account_id,
         LATERAL (SELECT setweight(to_tsvector('simple', b.title), 'A') || setweight(to_tsvector('simple', array_to_string(b.tags, ' ')), 'B')
                         || setweight(to_tsvector('simple', a.name), 'C') AS label) l
    WHERE b.listed;

CREATE FUNCTION schematic_search_put(build uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO schematic_search (id, account_id, created_at, updated, downloads, likes, blocks, width, height, length, game, format, licence, tags,
                                  mods, label, words, facts)
    SELECT * FROM schematic_search_source s WHERE s.id = build
    ON CONFLICT (id) DO UPDATE SET (account_id, updated, downloads, likes, blocks, width, height, length, game, format, licence, tags, mods,
                                    label, words, facts)
        = ROW (EXCLUDED.account_id, EXCLUDED.updated, EXCLUDED.downloads, EXCLUDED.likes, EXCLUDED.blocks, EXCLUDED.width, EXCLUDED.height,
               EXCLUDED.length, EXCLUDED.game, EXCLUDED.format, EXCLUDED.licence, EXCLUDED.tags, EXCLUDED.mods, EXCLUDED.label,
               EXCLUDED.words, EXCLUDED.facts);
END $$;

CREATE FUNCTION schematic_search_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.listed THEN
        PERFORM schematic_search_put(NEW.id);
    ELSIF TG_OP = 'UPDATE' AND OLD.listed THEN
        DELETE FROM schematic_search WHERE id = NEW.id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER schematic_search_follow AFTER INSERT OR UPDATE OF account_id, title, description, tags, visibility, status, review, licence, game,
    mods, block_names, format, width, height, length, blocks, updated_at ON schematic FOR EACH ROW EXECUTE FUNCTION schematic_search_follow();
CREATE FUNCTION schematic_search_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE schematic_search SET downloads = NEW.downloads, likes = NEW.likes WHERE id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER schematic_search_count AFTER UPDATE OF downloads, likes ON schematic FOR EACH ROW
    WHEN (NEW.listed AND (OLD.downloads <> NEW.downloads OR OLD.likes <> NEW.likes)) EXECUTE FUNCTION schematic_search_count();
CREATE FUNCTION schematic_search_rename() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM schematic_search_put(s.id) FROM schematic s WHERE s.account_id = NEW.id AND s.listed ORDER BY s.id;
    RETURN NULL;
END $$;
CREATE TRIGGER schematic_search_rename AFTER UPDATE OF name ON account FOR EACH ROW
    WHEN (OLD.name <> NEW.name) EXECUTE FUNCTION schematic_search_rename();

DO $$ BEGIN PERFORM schematic_search_put(id) FROM schematic WHERE listed; END $$;

-- What WORDS (each of three letters or more may be the beginning of one), PHRASES and NOTS mean as queries over the words above. EXACT finds what holds them all,
-- MATCH also what holds a word much like one that next to nothing has (NEAR lists those); WITHOUT is what must not be there.
-- Where nothing in it can be looked up, EXACT, MATCH and WITHOUT are all null.
CREATE FUNCTION schematic_search_query(words text[], phrases text[], nots text[], OUT exact text, OUT match text, OUT without text,
                                       OUT near text[])
LANGUAGE plpgsql STABLE SET client_min_messages = error AS $$ -- words without anything to look up are worth no notice
DECLARE
    word text;
    lexeme text;
    likely text[];
    one tsquery;
    all_exact tsquery := ''::tsquery;
    all_match tsquery := ''::tsquery;
    no tsquery := ''::tsquery;
BEGIN
    near := '{}';
    FOREACH word IN ARRAY words LOOP
        one := to_tsquery('simple', schematic_lexeme(word, CASE WHEN char_length(word) > 2 THEN ':*' ELSE '' END));
        CONTINUE WHEN numnode(one) = 0;
        all_exact := all_exact && one;
        lexeme := (tsvector_to_array(to_tsvector('simple', word)))[1];
        IF numnode(one) = 1 AND char_length(lexeme) BETWEEN 4 AND 40 THEN
            likely := schematic_likely_words(lexeme);
            SELECT coalesce((one::text || ' | ' || string_agg(schematic_lexeme(l, ''), ' | '))::tsquery, one) INTO one FROM unnest(likely) l;
            near := near || likely;
        END IF;
        all_match := all_match && one;
    END LOOP;
    FOREACH word IN ARRAY phrases LOOP
        one := phraseto_tsquery('simple', word);
        all_exact := all_exact && one;
        all_match := all_match && one;
    END LOOP;
    FOREACH word IN ARRAY nots LOOP
        no := no || phraseto_tsquery('simple', word);
    END LOOP;
    exact := nullif(all_exact::text, '');
    match := nullif(all_match::text, '');
    without := nullif(no::text, '');
END $$;

-- Words of labels that WORD may be a slip or a part of, the likeliest first; none while several builds have it or go on from it.
CREATE FUNCTION schematic_likely_words(word text) RETURNS text[] LANGUAGE sql STABLE SET pg_trgm.similarity_threshold = 0.3 AS $$
    WITH known AS (
        SELECT sum(t.builds) AS builds FROM schematic_term t
        WHERE (t.term >= 'w:' || word AND t.term < 'w:' || word || chr(1114111)) OR (t.term >= 'd:' || word AND t.term < 'd:' || word || chr(1114111))
    ), likely AS (
        SELECT substr(t.term, 3) AS word, t.builds, levenshtein_less_equal(substr(t.term, 3), schematic_likely_words.word, 2) AS far
        FROM schematic_term t
        WHERE t.term >= 'w:' AND t.term < 'w;'
          AND ((t.term >= 'w:' || left(schematic_likely_words.word, 1) AND t.term < 'w:' || left(schematic_likely_words.word, 1) || chr(1114111))
               OR substr(t.term, 3) % schematic_likely_words.word
               OR substr(t.term, 3) LIKE '%' || regexp_replace(schematic_likely_words.word, '([\\%_])', '\\\1', 'g') || '%')
    )
    SELECT coalesce(array_agg(l.word), '{}') FROM (
        SELECT l.word FROM likely l
        WHERE coalesce((SELECT builds FROM known), 0) < 5 AND schematic_likely_words.word !~ '^[0-9]+$'
          AND (far = 1 OR (far = 2 AND char_length(schematic_likely_words.word) > 4)
               OR (far > 0 AND strpos(l.word, schematic_likely_words.word) > 1))
        ORDER BY least(far, 2), l.builds DESC, l.word LIMIT 3) l
$$;

-- The listed builds that FILTER lets through. Its members, each of which may be missing: match, without (tsquery); facts, no_facts, formats,
-- no_formats, licences, no_licences, authors, no_authors (text[]; authors by slug); game_min, game_max, width_min … (numbers);
-- created_after, created_before (timestamptz). Inlined by the planner, which then knows each value.
CREATE FUNCTION schematic_search_matching(filter jsonb) RETURNS SETOF schematic_search LANGUAGE sql STABLE AS $$
    SELECT s.* FROM schematic_search s
    WHERE ((filter->>'match') IS NULL OR s.words @@ (filter->>'match')::tsquery)
      AND ((filter->>'without') IS NULL OR NOT s.words @@ (filter->>'without')::tsquery)
      AND ((filter->>'facts') IS NULL OR s.facts @> (filter->>'facts')::text[])
      AND ((filter->>'no_facts') IS NULL OR NOT s.facts && (filter->>'no_facts')::text[])
      AND ((filter->>'formats') IS NULL OR s.format = ANY ((filter->>'formats')::text[]))
      AND ((filter->>'licences') IS NULL OR s.licence = ANY ((filter->>'licences')::text[]))
      AND ((filter->>'authors') IS NULL OR s.account_id = ANY (ARRAY(SELECT a.id FROM account a WHERE a.slug = ANY ((filter->>'authors')::text[]))))
      AND ((filter->>'no_authors') IS NULL
           OR s.account_id <> ALL (ARRAY(SELECT a.id FROM account a WHERE a.slug = ANY ((filter->>'no_authors')::text[]))))
      AND ((filter->>'game_min') IS NULL OR s.game >= (filter->>'game_min')::bigint)
      AND ((filter->>'game_max') IS NULL OR s.game <= (filter->>'game_max')::bigint)
      AND ((filter->>'width_min') IS NULL OR s.width >= (filter->>'width_min')::bigint)
      AND ((filter->>'width_max') IS NULL OR s.width <= (filter->>'width_max')::bigint)
      AND ((filter->>'height_min') IS NULL OR s.height >= (filter->>'height_min')::bigint)
      AND ((filter->>'height_max') IS NULL OR s.height <= (filter->>'height_max')::bigint)
      AND ((filter->>'length_min') IS NULL OR s.length >= (filter->>'length_min')::bigint)
      AND ((filter->>'length_max') IS NULL OR s.length <= (filter->>'length_max')::bigint)
      AND ((filter->>'blocks_min') IS NULL OR s.blocks >= (filter->>'blocks_min')::bigint)
      AND ((filter->>'blocks_max') IS NULL OR s.blocks <= (filter->>'blocks_max')::bigint)
      AND ((filter->>'downloads_min') IS NULL OR s.downloads >= (filter->>'downloads_min')::bigint)
      AND ((filter->>'likes_min') IS NULL OR s.likes >= (filter->>'likes_min')::bigint)
      AND ((filter->>'created_after') IS NULL OR s.created_at >= (filter->>'created_after')::timestamptz)
      AND ((filter->>'created_before') IS NULL OR s.created_at < (filter->>'created_before')::timestamptz)
$$;

-- A page of those in the order SORT, after the build LAST with the key LAST_KEY. The order by relevance ranks the 500 best known that fit.
-- Planned anew each time, with the values known. What is common is met within the next 3,000 builds of the order; if that gives too few,
-- the others are looked up in the indexes and sorted, so that what comes late in an order, or never, does not make the whole order be read.
-- Where several things are asked for at once (filter.gather) nobody can say how rare they are together: relevance looks them up first.
CREATE FUNCTION schematic_search_page(filter jsonb, sort text, last_key bigint, last uuid, most bigint, OUT id uuid, OUT key bigint)
RETURNS SETOF record LANGUAGE plpgsql STABLE SET plan_cache_mode = force_custom_plan SET random_page_cost = 1.1 SET jit = off AS $$
#variable_conflict use_column
DECLARE
    col text := CASE sort WHEN 'downloads' THEN 'downloads' WHEN 'likes' THEN 'likes' WHEN 'size' THEN 'blocks' WHEN 'updated' THEN 'updated' END;
    keyed text := coalesce('s.' || col, 'NULL::bigint');
    place text := CASE WHEN col IS NULL THEN '(s.id)' ELSE '(s.' || col || ', s.id)' END;
    given text := CASE WHEN col IS NULL THEN '($2)' ELSE '($3, $2)' END;
    edge_at text := CASE WHEN col IS NULL THEN '($4)' ELSE '($5, $4)' END;
    beyond text := CASE sort WHEN 'oldest' THEN '>' ELSE '<' END;
    within text := CASE sort WHEN 'oldest' THEN '<=' ELSE '>=' END;
    in_order text := coalesce('s.' || col || ' DESC, ', '') || CASE sort WHEN 'oldest' THEN 's.id' ELSE 's.id DESC' END;
    edge uuid;
    edge_key bigint;
    found bigint;
BEGIN
    IF sort = 'relevance' THEN
        RETURN QUERY
        SELECT r.id, r.rank FROM (
            SELECT c.id, (1000000 * ts_rank('{0.02, 0.1, 0.4, 1}', c.label, (filter->>'match')::tsquery))::bigint
                   + (20000 * ln(1 + c.popularity))::bigint
                   + CASE WHEN filter->>'exact' IS NULL OR NOT c.words @@ (filter->>'exact')::tsquery THEN 0 ELSE 1000000000 END AS rank
            FROM (SELECT * FROM schematic_search_matching(filter) s
                  ORDER BY CASE WHEN filter->>'gather' IS NOT NULL THEN s.blocks * 0 END, s.popularity DESC, s.id DESC LIMIT 500) c) r
        WHERE last IS NULL OR (r.rank, r.id) < (last_key, last)
        ORDER BY r.rank DESC, r.id DESC LIMIT most;
        RETURN;
    END IF;
    EXECUTE format('SELECT s.id, %s FROM schematic_search s WHERE $2 IS NULL OR %s %s %s ORDER BY %s OFFSET 3000 LIMIT 1',
                   keyed, place, beyond, given, in_order)
    INTO edge, edge_key USING NULL::jsonb, last, last_key;
    RETURN QUERY EXECUTE format(
        'SELECT s.id, %s FROM schematic_search_matching($1) s WHERE ($2 IS NULL OR %s %s %s) AND ($4 IS NULL OR %s %s %s) ORDER BY %s LIMIT $6',
        keyed, place, beyond, given, place, within, edge_at, in_order)
    USING filter, last, last_key, edge, edge_key, most;
    GET DIAGNOSTICS found = ROW_COUNT;
    IF edge IS NOT NULL AND found < most THEN
        RETURN QUERY EXECUTE format(
            'SELECT s.id, %s FROM schematic_search_matching($1) s WHERE %s %s %s ORDER BY s.blocks * 0, %s LIMIT $6',
            keyed, place, beyond, edge_at, in_order)
        USING filter, last, last_key, edge, edge_key, most - found;
    END IF;
END $$;

-- How many fit, counted up to MOST, and how many of those have each value of a facet: {"tags": [["castle", 12], …], …}, the most frequent first.
CREATE FUNCTION schematic_search_counts(filter jsonb, most bigint, OUT builds bigint, OUT facets jsonb)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_custom_plan SET random_page_cost = 1.1 SET jit = off AS $$
BEGIN
    WITH fits AS MATERIALIZED (
        SELECT s.format, s.licence, s.tags, s.mods FROM schematic_search_matching(filter) s LIMIT most
    ), counted AS (
        SELECT 'formats' AS facet, format AS value, count(*) AS builds FROM fits GROUP BY format
        UNION ALL SELECT 'licences', licence, count(*) FROM fits GROUP BY licence
        UNION ALL SELECT 'tags', tag, count(*) FROM fits, unnest(tags) tag GROUP BY tag
        UNION ALL SELECT 'mods', mod, count(*) FROM fits, unnest(mods) mod GROUP BY mod
        UNION ALL SELECT 'mods', 'none', count(*) FROM fits WHERE mods = '{}' HAVING count(*) > 0
    ), ranked AS (
        SELECT c.*, row_number() OVER (PARTITION BY c.facet ORDER BY c.builds DESC, c.value) AS place FROM counted c
    )
    SELECT (SELECT count(*) FROM fits),
           coalesce((SELECT jsonb_object_agg(f.facet, f.counts) FROM (
               SELECT r.facet, jsonb_agg(jsonb_build_array(r.value, r.builds) ORDER BY r.place) AS counts
               FROM ranked r WHERE r.place <= 16 GROUP BY r.facet) f), '{}')
    INTO builds, facets;
END $$;

-- FILTER is what a saved search looks for, as schematic_search_matching takes it: exactly its words. Of builds listed until TOLD_AT nothing
-- has to be told any more.
ALTER TABLE schematic_saved_search DROP COLUMN seen, ADD COLUMN filter jsonb NOT NULL, ADD COLUMN told_at timestamptz NOT NULL DEFAULT now();

-- How many builds that FILTER lets through were listed in the given time, and the newest of them.
CREATE FUNCTION schematic_search_new(filter jsonb, since timestamptz, until timestamptz, OUT builds bigint, OUT newest uuid)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_custom_plan SET random_page_cost = 1.1 SET jit = off AS $$
BEGIN
    SELECT count(*), (array_agg(s.id ORDER BY s.listed_at DESC))[1] INTO builds, newest
    FROM schematic_search_matching(filter) s WHERE s.listed_at > since AND s.listed_at <= until;
END $$;

-- Counts again what SCHEMATIC_TERM says. What is added meanwhile stays.
CREATE FUNCTION schematic_terms_count() RETURNS void LANGUAGE plpgsql SET jit = off AS $$
BEGIN
    CREATE TEMP TABLE counted ON COMMIT DROP AS
        SELECT term COLLATE "C" AS term, count(*) AS builds
        FROM schematic_search s, schematic_terms(s.facts, s.label, s.words) term GROUP BY 1;
    UPDATE schematic_term t SET builds = c.builds FROM counted c WHERE t.term = c.term AND t.builds <> c.builds;
END $$;
