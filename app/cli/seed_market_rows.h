/* The demo markets: made-up ones in real towns. */
#ifndef CURIO_CLI_SEED_MARKET_ROWS_H
#define CURIO_CLI_SEED_MARKET_ROWS_H

#include <stddef.h>
#include <stdint.h>

enum demo_land { DENMARK, GERMANY, SWEDEN, LANDS };
/* What becomes of its next date but one. */
enum demo_turn { AS_PLANNED, CALLED_OFF, PUT_OFF };

struct demo_market {
    const char *slug, *title, *kind, *setting, *place, *street, *postcode, *town;
    enum demo_land land;
    double latitude, longitude;
    /* WEEKDAY 0: Sunday … 6, or -1: every day, -2: once, IN_DAYS from now. NTHS: "" each week, else "1", "1,3", "-1" of each month. */
    int weekday, in_days;
    const char *nths;
    int hour, hours;
    const char *opening_hours; /* instead of all that */
    int64_t fee, stall;        /* minor units; -1: nobody knows */
    const char *flags;         /* of a, t, d, c: accessible, toilets, dogs, cards; a capital letter: yes, a small one: no */
    int organiser;             /* -1: none */
    enum demo_turn turn;
    const char *reason, *says;
};

extern const struct demo_market demo_markets[];
extern const size_t demo_market_count;

#endif
