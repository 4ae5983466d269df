/* What a source says of a market, as far as it says it. A source names few things: whatever it does not speak of is absent (text p == NULL,
 * said == false, an enum's first value), which is not the same as empty: "" says that there is none now (description: null). All text is
 * UTF-8 without NUL, bounded, trimmed and free of markup; all addresses are absolute http or https. Lives as long as the reader's arena.
 * docs/markets-import.md has the table of which property of which kind of source holds which field. */
#ifndef CURIO_MARKET_FOUND_H
#define CURIO_MARKET_FOUND_H

#include "core/arena.h"
#include "core/timestamp.h"
#include "market/wall.h"

enum found_kind {
    FOUND_KIND_ABSENT, FOUND_FLEA, FOUND_ANTIQUES, FOUND_CAR_BOOT, FOUND_FARMERS, FOUND_CHRISTMAS, FOUND_CRAFTS, FOUND_FAIR, FOUND_OTHER,
    FOUND_KIND_COUNT
};
enum found_setting { FOUND_SETTING_ABSENT, FOUND_INDOOR, FOUND_OUTDOOR, FOUND_BOTH, FOUND_SETTING_UNKNOWN, FOUND_SETTING_COUNT };
enum found_answer { FOUND_ANSWER_ABSENT, FOUND_NO, FOUND_YES, FOUND_UNKNOWN, FOUND_ANSWER_COUNT }; /* unknown: the source says that it does not know */
enum found_status { FOUND_STATUS_ABSENT, FOUND_SCHEDULED, FOUND_CANCELLED, FOUND_POSTPONED, FOUND_MOVED, FOUND_ENDED, FOUND_STATUS_COUNT };

struct found_number {
    bool said;
    double value;
};
struct found_whole {
    bool said;
    int64_t value;
};
struct found_money {
    bool said;
    int64_t minor;    /* 0: free */
    char currency[4]; /* ISO 4217; "" where the source names none and no default was given */
};

/* A day or a moment as the source writes it. */
enum found_form {
    FOUND_TIME_ABSENT,
    FOUND_DAY,     /* wall is the day at 00:00, no time was told */
    FOUND_WALL,    /* wall in `zone`, or by the market's clock where that is absent */
    FOUND_INSTANT  /* utc is exact; wall and offset are as written (offset 0 and wall = utc for "Z") */
};
struct found_time {
    enum found_form form;
    struct wall wall;
    struct timestamp utc;
    int offset;       /* minutes east of UTC; of an instant */
    struct str zone;  /* IANA; of a wall time, where the source names one */
};

/* One date of a market, or what became of one date of its rules. */
struct found_date {
    struct str external_id;            /* where the source has one for the date itself */
    struct found_time starts, ends;    /* ends: exclusive; after the last day where it is a day */
    struct found_time replaces;        /* RECURRENCE-ID: the start that a rule gives, which this date stands for */
    struct found_time previous_starts; /* as announced before */
    enum found_status status;
    struct str reason, name, url;
    struct found_whole sequence;       /* iCalendar's: of two that replace one start, the greater holds */
    struct str where;
};

struct found_rule {
    struct found_time starts;
    struct found_whole minutes;
    struct str rrule;                  /* RFC 5545, without "RRULE:" */
    const struct found_time *exdates, *rdates;
    size_t exdate_count, rdate_count;
    struct str where;
};

struct market_found {
    struct str external_id;   /* the source's own name for the market, else made from what does not change; never absent */
    struct str name;          /* never absent, never empty */
    struct str description;   /* plain text; paragraphs apart by an empty line */
    enum found_kind kind;
    bool kind_guessed;        /* from words of the name, not told by the source */
    struct str url, image;
    struct str organiser_name, organiser_url, organiser_email, organiser_phone;
    struct str place, street, postcode, town, region, country; /* country: ISO 3166-1, capitals */
    struct str address;       /* the whole place in one text, where the source has no more than that; its parts are filled as far as certain */
    struct found_number latitude, longitude; /* WGS 84; both or neither */
    struct str zone;          /* IANA */
    enum found_setting setting;
    struct found_money entrance_fee, stall_price;
    enum found_answer accessible, toilets, dogs, cards;
    enum found_status status; /* of the market as a whole; of a single date where it has one */
    struct str reason;
    struct str opening_hours; /* OpenStreetMap's language, which app/market/schedule.h understands */
    struct str opening_words; /* hours told in free words that nobody could make into dates */
    struct found_whole sequence;
    struct found_time modified;
    struct str detail;        /* the page that says more of it; HTML lists */
    const struct found_date *dates;
    const struct found_rule *rules;
    size_t date_count, rule_count;
    struct str where;         /* "line 12", "$.features[3]" */
};

/* Single values by name: what the importer keeps source and age of, and what our own outputs write where a format has no word. */
enum found_field {
    FOUND_EXTERNAL_ID, FOUND_NAME, FOUND_DESCRIPTION, FOUND_KIND, FOUND_URL, FOUND_IMAGE,
    FOUND_ORGANISER_NAME, FOUND_ORGANISER_URL, FOUND_ORGANISER_EMAIL, FOUND_ORGANISER_PHONE,
    FOUND_PLACE, FOUND_STREET, FOUND_POSTCODE, FOUND_TOWN, FOUND_REGION, FOUND_COUNTRY, FOUND_ADDRESS, FOUND_LATITUDE, FOUND_LONGITUDE,
    FOUND_ZONE, FOUND_SETTING, FOUND_ENTRANCE_FEE, FOUND_STALL_PRICE, FOUND_ACCESSIBLE, FOUND_TOILETS, FOUND_DOGS, FOUND_CARDS,
    FOUND_STATUS, FOUND_REASON, FOUND_OPENING_HOURS, FOUND_OPENING_WORDS, FOUND_SEQUENCE, FOUND_MODIFIED, FOUND_DETAIL,
    FOUND_FIELD_COUNT
};
const char *found_field_name(enum found_field); /* "entrance_fee" */
bool found_field_of(struct str name, enum found_field *);
/* The field as text: "flea", "yes", "12.5683", "25.00 DKK", "2026-05-03T09:00:00Z". Absent text where the source does not speak of it. */
struct str found_text(struct arena *, const struct market_found *, enum found_field);
/* 2026-05-03, 2026-05-03T09:00, 2026-05-03T09:00:00+02:00 or …Z; absent for an absent one. The zone is not in it. */
struct str found_time_text(struct arena *, const struct found_time *);

enum found_result { FOUND_OK, FOUND_CUT, FOUND_REFUSED };
/* The other way, and the only way in: whatever a source writes. CUT: longer than the field may be, and cut; REFUSED: no value of this field, which
 * keeps what it has. BASE makes addresses absolute. Text that is empty, or blank, is empty; absent text changes nothing. */
__attribute__((warn_unused_result)) enum found_result found_set(struct arena *, struct market_found *, enum found_field, struct str text, struct str base);

const char *found_kind_name(enum found_kind); /* "car_boot"; null for the absent one; and so on */
const char *found_setting_name(enum found_setting);
const char *found_answer_name(enum found_answer);
const char *found_status_name(enum found_status);
bool found_kind_of(struct str name, enum found_kind *); /* the names above, no others */
bool found_status_of(struct str name, enum found_status *);

#endif
