/* When a market is: its rules, its opening hours and what became of single dates, made into the dates of a window of time. Pure: no
 * database, no network; tzdata is read from the system. All text lives as long as the caller's, all results as long as the arena. */
#ifndef CURIO_MARKET_SCHEDULE_H
#define CURIO_MARKET_SCHEDULE_H

#include "core/arena.h"
#include "core/timestamp.h"
#include "market/wall.h"

enum {
    SCHEDULE_RULES_MOST = 32,
    SCHEDULE_EXTRAS_MOST = 1000,    /* EXDATEs, RDATEs of a rule; overrides of a schedule: twice as many */
    SCHEDULE_TEXT_MOST = 1000,      /* bytes of an RRULE or of opening hours */
    SCHEDULE_MINUTES_MOST = 31 * 24 * 60,
    SCHEDULE_DAYS_MOST = 3660,      /* a longer window is cut there, and the answer says capped */
    SCHEDULE_DATES_MOST = 5000,     /* dates of one answer; more, and it says capped */
};

struct schedule_rule {
    struct wall starts;  /* of the first date: DTSTART */
    int64_t minutes;     /* how long each date lasts by the clock on the wall: 1 to SCHEDULE_MINUTES_MOST */
    struct str rrule;    /* RFC 5545, without "RRULE:"; empty or absent: the one date */
    const struct wall *exdates, *rdates; /* an EXDATE at midnight leaves out its whole day, unless the rule makes midnights or hours */
    size_t exdate_count, rdate_count;
};

enum schedule_status { SCHEDULE_SCHEDULED, SCHEDULE_CANCELLED, SCHEDULE_MOVED, SCHEDULE_STATUS_COUNT };

/* What is known of the one date whose rule says KEY. It wins over an EXDATE of the same key; of two with one key the later wins. */
struct schedule_override {
    struct wall key;             /* local start as the rule says it: the date's identity for good */
    enum schedule_status status;
    bool timed;                  /* starts and ends hold: the date is then, not at its key */
    struct wall starts, ends;
    struct str reason, note;     /* given back with the date */
};

struct schedule {
    struct str zone;             /* IANA: Europe/Copenhagen */
    const struct schedule_rule *rules;
    size_t rule_count;
    struct str opening_hours;    /* OpenStreetMap's; empty or absent: none */
    struct str place;            /* whose public holidays: ISO 3166 "DE" or "DE-BY"; absent: the country of the zone */
    bool located;                /* latitude and longitude hold: for sunrise and sunset */
    double latitude, longitude;
    const struct schedule_override *overrides;
    size_t override_count;
};

enum { SCHEDULE_FROM_HOURS = -1, SCHEDULE_FROM_OVERRIDE = -2 };

struct schedule_date {
    struct wall key;             /* stable identity within the market; unique in an answer */
    struct wall starts, ends;    /* as the clock on the wall says; a time that the clocks skip is moved forward */
    struct timestamp starts_utc, ends_utc; /* the first of two where the clocks go back; ends_utc is never before starts_utc */
    enum schedule_status status;
    struct str reason, note;
    int rule;                    /* index of the rule it comes from; SCHEDULE_FROM_HOURS; SCHEDULE_FROM_OVERRIDE: no rule makes this key
                                    any more (or never did), but the date was promised, so it stays until the override goes */
    bool open_end;               /* "10:00+": ends is a guess */
};

struct schedule_dates {
    const struct schedule_date *items; /* by starts_utc, then key */
    size_t count;
    bool capped;                 /* the window or the number of dates was cut: later ones may be missing */
    size_t orphans;              /* overrides whose key no rule makes, wherever in the schedule up to ten years from the window */
    const size_t *orphan_indexes;
};

enum schedule_field { SCHEDULE_ZONE, SCHEDULE_STARTS, SCHEDULE_MINUTES, SCHEDULE_RRULE, SCHEDULE_EXDATES, SCHEDULE_RDATES, SCHEDULE_RULES,
                      SCHEDULE_HOURS, SCHEDULE_OVERRIDES, SCHEDULE_PLACE, SCHEDULE_FIELD_COUNT };

/* Why a schedule is refused: where, and in words that N_ marked, for _(). */
struct schedule_error {
    enum schedule_field field;
    size_t index;           /* of the rule or override */
    size_t at, length;      /* bytes of the RRULE or the opening hours; length 0: the whole or at its end */
    const char *message;    /* "A week has no day of this name." */
};

/* The answer of all: false when refused, and *error (which may be null) says why. */
__attribute__((warn_unused_result)) bool schedule_check(struct arena *, const struct schedule *, struct schedule_error *error);
/* The dates that start in [from, until), cancelled ones at the time they would have had, moved ones where they are now. So windows that
 * meet give each date once. Two keys at the same start are one date: the one that is not moved. */
__attribute__((warn_unused_result)) bool schedule_expand(struct arena *, const struct schedule *, struct timestamp from,
                                                         struct timestamp until, struct schedule_dates *, struct schedule_error *error);
/* The dates that are today's where the market is: those that start on NOW's local day, over or not, and those of earlier days that
 * are still going on. Cancelled ones too: people must hear of it. */
__attribute__((warn_unused_result)) bool schedule_today(struct arena *, const struct schedule *, struct timestamp now,
                                                        struct schedule_dates *, struct schedule_error *error);
/* The first date that is not cancelled and ends after NOW, at most SCHEDULE_DAYS_MOST ahead; count 0 or 1. */
__attribute__((warn_unused_result)) bool schedule_next(struct arena *, const struct schedule *, struct timestamp now,
                                                       struct schedule_dates *, struct schedule_error *error);

#endif
