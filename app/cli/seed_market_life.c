#include "cli/seed_market_life.h"

#include "queries/market.h"
#include "queries/schematic.h"

static const struct {
    const char *name, *slug, *about;
} visitors[SEED_VISITORS] = {
    {"Anna Krogh", "demo-anna", "Up before the stalls are. Looks for enamel and old lamps."},
    {"Peter Dahl", "demo-peter", "Books, records, and something for the children to carry."},
    {"Ingrid Sand", "demo-ingrid", "Buys nothing. Comes home with a chair."},
};

/* SELECTION, PRICES, SETTING, ACCESS. */
static const struct {
    int stars[4];
    const char *words;
} said[] = {
    {{5, 4, 5, 4},
     "Came for a lamp and left with four plates and a story. Go early: the best tables are empty by eleven."},
    {{4, 3, 4, 5},
     "Wide aisles, ramps everywhere, and the coffee is good. Prices are those of people who know what they have."},
    {{3, 5, 3, 3}, "Not large, but everything is cheap and nobody minds haggling."},
    {{4, 4, 5, 2}, "A lovely place under the trees. Parking is a field, so wear boots."},
    {{5, 5, 4, 4}, ""},
    {{2, 3, 3, 4}, "Mostly new socks this time. It was better in spring."},
    {{4, 4, 4, 4}, "Friendly, dry and well signposted from the station."},
    {{5, 3, 4, 3}, "Real antiques between the toys. Bring cash, as half of the stalls take no cards."},
};
enum { SAID = sizeof said / sizeof *said };

enum db_result seed_visitors(struct db *db, struct arena *arena, struct uuid out[SEED_VISITORS])
{
    enum db_result result = DB_OK;
    for (size_t i = 0; result == DB_OK && i < SEED_VISITORS; i++) {
        const struct schematic_demo_person_in in = {.id = uuid_new(),
                                                    .email = arena_printf(arena, "%s@demo.invalid", visitors[i].slug),
                                                    .name = str_of(visitors[i].name),
                                                    .slug = str_of(visitors[i].slug),
                                                    .about = str_of(visitors[i].about)};
        struct schematic_demo_person_row row;
        result = schematic_demo_person_one(db, arena, &in, &row);
        out[i] = row.id;
    }
    return result;
}

enum db_result seed_ratings(struct db *db, struct arena *arena, const struct uuid people[SEED_VISITORS],
                            struct uuid market, size_t place)
{
    enum db_result result = DB_OK;
    const size_t count = place % (SEED_VISITORS + 1); /* every fourth market has none yet */
    for (size_t i = 0; (result == DB_OK || result == DB_NONE) && i < count; i++) {
        const size_t which = (place * 3 + i * 5) % SAID;
        const int *stars = said[which].stars;
        const struct market_demo_rating_in in = {.id = uuid_new(),
                                                 .market = market,
                                                 .account = people[i],
                                                 .back = (int32_t)(i % 2),
                                                 .selection = stars[0],
                                                 .prices = stars[1],
                                                 .setting = stars[2],
                                                 .access = stars[3],
                                                 .words = str_of(said[which].words)};
        result = market_demo_rating(db, arena, &in);
    }
    return result == DB_NONE ? DB_OK : result;
}
