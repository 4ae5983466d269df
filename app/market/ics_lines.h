/* The lines of an iCalendar file, as far as they concern more than one event. */
#ifndef CURIO_MARKET_ICS_LINES_H
#define CURIO_MARKET_ICS_LINES_H

#include "market/ics_clock.h"
#include "market/reader.h"

struct ics_block {
    struct str text;  /* BEGIN:VEVENT to END:VEVENT, unfolded, ended by CRLF; NUL-terminated */
    size_t line;
    bool is_override; /* it has a RECURRENCE-ID */
};

struct ics_zone_name {
    struct str id, zone; /* of a VTIMEZONE: TZID and X-LIC-LOCATION */
    struct ics_clock *clock;
};

struct ics {
    struct reader *reader;
    struct ics_block *blocks;
    size_t count;
    struct ics_zone_name *zones;
    size_t zone_count;
    struct str zone;  /* X-WR-TIMEZONE, where it is one */
    bool cancels;     /* METHOD:CANCEL */
};

enum { ICS_LINE = 1 << 18, ICS_BLOCK_LINES = 5000, ICS_ZONES = 200, ICS_DEPTH = 8 };

void ics_lines(struct reader *, struct ics *);
/* The IANA zone that a TZID means: itself, the end of a longer path, one of Windows' names, what its VTIMEZONE names, or a zone whose clocks
 * stand as the VTIMEZONE says; else that of the calendar, and a refusal. */
struct str ics_zone(struct ics *, struct draft *, struct str id);

#endif
