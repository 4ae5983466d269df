/* The words, numbers and signs of opening hours, one after the other. */
#ifndef CURIO_MARKET_HOURS_SCAN_H
#define CURIO_MARKET_HOURS_SCAN_H

#include "market/hours.h"

struct hours_scan {
    struct str text;
    size_t at;
    struct hours_fault *fault;
};

/* All pass over white space first. A failing scan leaves the place where it was. */
bool hours_scan_char(struct hours_scan *, char);
bool hours_scan_text(struct hours_scan *, const char *ascii);   /* signs, or letters that no other letter follows; case does not matter */
bool hours_scan_number(struct hours_scan *, size_t digits_most, int *out);
bool hours_scan_month(struct hours_scan *, int *month);         /* "Jan", "January" */
bool hours_scan_weekday(struct hours_scan *, int *weekday);     /* "Mo", "Mon", "Monday" */
bool hours_scan_dash(struct hours_scan *);                      /* -, –, — */
char hours_scan_peek(struct hours_scan *);                      /* '\0' at the end */
bool hours_scan_digit_follows(struct hours_scan *);
bool hours_scan_end(struct hours_scan *);
/* Refuses what comes next; false. */
bool hours_scan_refuse(struct hours_scan *, const char *message);

#endif
