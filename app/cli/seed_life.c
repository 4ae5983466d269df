#include "cli/seed_life.h"

#include "core/text.h"
#include "queries/schematic.h"
#include "queries/social.h"

enum { MIRA, JONAS, SAGA, PEOPLE };

static const struct {
    const char *build;
    int who;
    const char *says;
    int answers; /* whose answer follows, with its words */
    const char *answer;
} talk[] = {
    {"harbour-lighthouse", JONAS, "The railing of the lamp room is a *lovely* touch. Does the light carry far?", MIRA,
     "About fifteen blocks, so put a second lamp on the pier."},
    {"harbour-lighthouse", SAGA, "Stands on our cape now, with roses around its foot. Thank you!", MIRA, "Roses! I should have thought of that."},
    {"timber-cottage", MIRA, "Turned four of them around a well, and it is a village.", SAGA, "Did the same with **three** and an old oak."},
    {"castle-keep", SAGA, "Would you mind if I hung banners from the battlements?", JONAS, "Please do. That is what they are for."},
    {"village-windmill", JONAS, "Measured the sails twice: they clear the gallery by exactly one block.", SAGA, "One is enough."},
    {"hedge-maze", MIRA, "Lost for ten minutes. The fountain saved me.", JONAS, "Keep your left hand on the hedge."},
};
static const struct {
    const char *build;
    int who;
} liked[] = {
    {"harbour-lighthouse", JONAS}, {"harbour-lighthouse", SAGA},  {"old-stone-bridge", MIRA},  {"old-stone-bridge", SAGA}, {"timber-cottage", MIRA},
    {"timber-cottage", JONAS},     {"castle-keep", SAGA},         {"castle-keep", MIRA},       {"village-windmill", MIRA}, {"garden-pavilion", SAGA},
    {"double-spiral-tower", JONAS}, {"hedge-maze", MIRA},         {"hedge-maze", SAGA},        {"sandstone-amphitheatre", JONAS},
};
static const struct {
    const char *slug, *title, *description;
    int who;
    const char *builds[5];
} gathered[] = {
    {"demo-a-village", "A village to start with", "What a place needs before anybody moves in: a roof, a mill, a way across the river.", SAGA,
     {"timber-cottage", "village-windmill", "old-stone-bridge", "garden-pavilion"}},
    {"demo-seen-from-afar", "Seen from afar", "Builds that tell travellers where they are.", MIRA,
     {"harbour-lighthouse", "double-spiral-tower", "castle-keep"}},
};

struct life {
    struct db *db;
    struct arena *arena;
    const struct uuid *people;
};

/* By the name of its file, without the ending. */
static enum db_result find(struct life *life, const char *name, struct uuid *build)
{
    const struct schematic_demo_build_in which = {.file_name = arena_printf(life->arena, "%s.schem", name)};
    struct schematic_demo_build_row row;
    enum db_result result = schematic_demo_build_one(life->db, life->arena, &which, &row);
    if (result == DB_OK)
        *build = row.id;
    return result;
}

static enum db_result say(struct life *life, struct uuid build, int who, const char *words, struct opt_uuid parent, struct uuid *id)
{
    const struct social_comment_insert_in comment = {.id = *id = uuid_new(),
                                                     .room = STR("schematic"),
                                                     .subject = build,
                                                     .account = life->people[who],
                                                     .parent = parent,
                                                     .body = str_of(words)};
    return social_comment_insert(life->db, life->arena, &comment);
}

static enum db_result talk_all(struct life *life)
{
    enum db_result result = DB_OK;
    for (size_t i = 0; result == DB_OK && i < sizeof talk / sizeof *talk; i++) {
        struct uuid build, comment, answer;
        result = find(life, talk[i].build, &build);
        if (result == DB_OK)
            result = say(life, build, talk[i].who, talk[i].says, (struct opt_uuid){0}, &comment);
        if (result == DB_OK)
            result = say(life, build, talk[i].answers, talk[i].answer, (struct opt_uuid){true, comment}, &answer);
    }
    return result;
}

static enum db_result like_all(struct life *life)
{
    enum db_result result = DB_OK;
    for (size_t i = 0; result == DB_OK && i < sizeof liked / sizeof *liked; i++) {
        struct social_like_insert_in like = {.id = uuid_new(), .room = STR("schematic"), .account = life->people[liked[i].who]};
        result = find(life, liked[i].build, &like.subject);
        if (result == DB_OK)
            result = social_like_insert(life->db, life->arena, &like);
    }
    return result;
}

static enum db_result gather(struct life *life, size_t at)
{
    const struct schematic_collection_insert_in row = {.id = uuid_new(),
                                                       .account = life->people[gathered[at].who],
                                                       .slug = str_of(gathered[at].slug),
                                                       .title = str_of(gathered[at].title),
                                                       .description = str_of(gathered[at].description),
                                                       .visibility = STR("public")};
    enum db_result result = schematic_collection_insert(life->db, life->arena, &row);
    for (size_t i = 0; result == DB_OK && i < sizeof gathered[at].builds / sizeof *gathered[at].builds && gathered[at].builds[i]; i++) {
        struct schematic_collection_add_in in = {.collection = row.id, .build.set = true, .viewer = row.account};
        struct schematic_collection_add_row added;
        result = find(life, gathered[at].builds[i], &in.build.v);
        if (result == DB_OK)
            result = schematic_collection_add_one(life->db, life->arena, &in, &added);
    }
    return result;
}

enum db_result seed_life(struct db *db, struct arena *arena, const struct uuid people[3])
{
    struct life life = {db, arena, people};
    const struct schematic_collection_one_in first = {.slug = str_of(gathered[0].slug)};
    struct schematic_collection_one_row there;
    enum db_result result = schematic_collection_one_one(db, arena, &first, &there);
    if (result != DB_NONE)
        return result == DB_OK ? DB_NONE : result;
    result = talk_all(&life);
    if (result == DB_OK)
        result = like_all(&life);
    for (size_t i = 0; result == DB_OK && i < sizeof gathered / sizeof *gathered; i++)
        result = gather(&life, i);
    return result;
}
