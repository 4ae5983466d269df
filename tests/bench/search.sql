-- 100,000 builds of 2,000 people for tests/bench/search.mjs: always the same ones. Words, tags, blocks, counters and sizes are as uneven as
-- people's are: few are everywhere, most are rare. Only what searches look at is made.
CREATE FUNCTION pg_temp.uneven(x float, most int) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT 1 + floor(least(x, 0.999999) ^ 2.2 * most)::int $$;
CREATE FUNCTION pg_temp.share(n bigint, of int) RETURNS float LANGUAGE sql IMMUTABLE AS
    $$ SELECT (hashint8extended(n, of) & 2147483647) / 2147483648.0::float $$;

-- Names of places from syllables: 4,000 of them, as people give their worlds.
CREATE TEMP TABLE vocabulary AS SELECT
    '{house,castle,tower,bridge,farm,village,temple,ship,statue,garden,church,barn,windmill,lighthouse,library,palace,wall,gate,fountain,market,mansion,cottage,dungeon,portal,station,airport,stadium,museum,theatre,harbour,keep,shrine,pagoda,tavern,bakery,forge,stable,arena,observatory,cathedral}'::text[] AS nouns,
    '{medieval,modern,gothic,japanese,fantasy,rustic,small,large,ancient,ruined,floating,underground,snowy,desert,jungle,steampunk,baroque,victorian,nordic,elven,dwarven,cosy,haunted,royal,simple,giant,tiny,golden,crystal,oriental,overgrown,abandoned,industrial,futuristic,tropical,coastal,mountain,swamp,enchanted,minimalist}'::text[] AS adjectives,
    (SELECT array_agg(DISTINCT a || b || c) FROM unnest('{vel,mor,ash,kar,thor,el,bran,dun,fal,grim,hal,ister,jor,lin,nor,os}'::text[]) a,
        unnest('{a,e,i,o,u,an,en,or,ar,il,un,eth}'::text[]) b, unnest('{dor,wyn,mere,ford,holm,gard,dale,wick,moor,fell,croft,heim,stead,vik,burgh,bury,ton,rock,hollow,reach}'::text[]) c) AS places,
    (SELECT array_agg('minecraft:' || b) FROM unnest('{stone,oak_planks,cobblestone,glass,oak_log,stone_bricks,torch,grass_block,dirt,spruce_planks,oak_stairs,stone_brick_stairs,lantern,chest,bookshelf,white_wool,red_wool,bricks,quartz_block,dark_oak_log,andesite,diorite,granite,glowstone,sea_lantern,iron_bars,ladder,oak_fence,oak_door,white_concrete,gray_concrete,prismarine,purpur_block,end_stone,netherrack,nether_bricks,gold_block,diamond_block,emerald_block,beacon,water,lava,sand,gravel,hay_block,barrel,composter,bell,scaffolding,shroomlight,crying_obsidian,sculk,amethyst_block,tuff,calcite,copper_block,cut_copper,oxidized_copper,mud_bricks,mangrove_planks,cherry_planks,bamboo_block,piston,observer,hopper,repeater,comparator,redstone_wire,slime_block,honey_block,dragon_egg,conduit}'::text[]) b) AS blocks;

INSERT INTO account (id, email, name, slug, password_hash)
SELECT ('01900000-0000-7000-9000-' || lpad(to_hex(i), 12, '0'))::uuid, 'builder' || i || '@example.org', initcap(v.places[1 + i % 3000]) || ' ' || i, 'builder-' || i, 'x'
FROM generate_series(1, 2000) i, vocabulary v;
INSERT INTO blob (sha256, size, scan) SELECT sha256(('bench' || i)::bytea), 4096, 'clean' FROM generate_series(1, 100000) i;

-- Filled at once below: row by row the triggers would take minutes.
ALTER TABLE schematic DISABLE TRIGGER USER;
ALTER TABLE schematic_search DISABLE TRIGGER USER;
INSERT INTO schematic (id, account_id, slug, title, description, tags, status, licence, game, mods, block_names, sha256, file_name, size, format, width,
                       height, length, blocks, downloads, likes, created_at, updated_at)
SELECT (lpad(to_hex(1700000000000 + i * 600000), 12, '0') || '70008000' || lpad(to_hex(i), 12, '0'))::uuid,
       ('01900000-0000-7000-9000-' || lpad(to_hex(pg_temp.uneven(r1, 2000)), 12, '0'))::uuid, 'bench-' || i,
       CASE WHEN i % 4 = 0 THEN initcap(place) || ' ' ELSE '' END || initcap(adjective) || ' ' || initcap(noun)
           || CASE WHEN i % 7 = 0 THEN ' by the ' || nouns[1 + i % 40] WHEN i % 11 = 0 THEN ' of ' || initcap(places[1 + i % 3001]) ELSE '' END
           || CASE WHEN i % 19 = 0 THEN ' v' || i % 9 ELSE '' END,
       'A ' || adjectives[pg_temp.uneven(r5, 40)] || ' ' || noun || ' with ' || nouns[1 + (i * 11) % 40] || ' and ' || adjectives[1 + (i * 13) % 40]
           || ' details, made for survival in the world of ' || place || '. It took ' || i % 50 || ' hours.',
       ARRAY(SELECT DISTINCT t FROM unnest(ARRAY[adjective, noun, CASE WHEN i % 4 = 0 THEN 'survival' END, CASE WHEN i % 9 = 0 THEN 'redstone' END,
           CASE WHEN i % 50 = 0 THEN 'series-' || i % 700 END]) t WHERE t IS NOT NULL),
       CASE WHEN i % 20 = 0 THEN 'pending' ELSE 'clean' END, ('{NULL,NULL,NULL,MIT,CC0-1.0,CC-BY-4.0,CC-BY-SA-4.0,CC-BY-NC-4.0}'::text[])[1 + i % 8],
       ('{1343,2586,2860,2975,3105,3337,3465,3700,3955,4189}'::int[])[11 - pg_temp.uneven(r3, 10)],
       CASE WHEN i % 12 = 0 THEN '{create}' WHEN i % 40 = 1 THEN '{botania,chisel}' WHEN i % 90 = 7 THEN ARRAY['mod' || i % 60] ELSE '{}' END,
       ARRAY(SELECT DISTINCT blocks[pg_temp.uneven(pg_temp.share(i * 31 + k, 7), 72)] FROM generate_series(1, 25) k)
           || CASE WHEN i % 12 = 0 THEN ARRAY['create:cogwheel', 'create:shaft'] ELSE '{}' END,
       sha256(('bench' || i)::bytea), 'b.schem', 4096, ('{sponge,sponge,sponge,litematica,litematica,mcedit,structure}'::text[])[1 + i % 7],
       5 + (r3 ^ 3 * 300)::int, 4 + (r2 ^ 2 * 200)::int, 5 + (r4 ^ 3 * 300)::int, (10 ^ (1 + r1 * 5.5))::bigint, (10 ^ (r3 * 4.5) - 1)::bigint, (10 ^ (r2 * 3) - 1)::bigint,
       timestamptz '2026-01-01' - (100000 - i) * interval '10 minutes', timestamptz '2026-01-01' - (100000 - i) * interval '7 minutes'
FROM (SELECT g.*, v.*, v.nouns[pg_temp.uneven(g.r2, 40)] AS noun, v.adjectives[pg_temp.uneven(g.r1, 40)] AS adjective,
             v.places[pg_temp.uneven(g.r4, cardinality(v.places))] AS place
      FROM (SELECT i, pg_temp.share(i, 1) AS r1, pg_temp.share(i, 2) AS r2, pg_temp.share(i, 3) AS r3, pg_temp.share(i, 4) AS r4, pg_temp.share(i, 5) AS r5
            FROM generate_series(1, 100000::bigint) i) g, vocabulary v) made;
INSERT INTO schematic_search (id, account_id, created_at, updated, downloads, likes, blocks, width, height, length, game, format, licence, tags, mods,
                              label, words, facts)
SELECT * FROM schematic_search_source;
INSERT INTO schematic_term SELECT term, count(*) FROM schematic_search s, schematic_terms(s.facts, s.label, s.words) term GROUP BY term;
ALTER TABLE schematic ENABLE TRIGGER USER;
ALTER TABLE schematic_search ENABLE TRIGGER USER;
ANALYZE;
