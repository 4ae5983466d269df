/* The fields of struct market_found as a table, and how the text of each kind of field is understood. */
#ifndef CURIO_MARKET_FOUND_FIELD_H
#define CURIO_MARKET_FOUND_FIELD_H

#include "market/found.h"

enum found_as {
    FOUND_AS_LINE, FOUND_AS_TEXT, FOUND_AS_URL, FOUND_AS_EMAIL, FOUND_AS_PHONE, FOUND_AS_COUNTRY, FOUND_AS_ZONE, FOUND_AS_KIND, FOUND_AS_SETTING,
    FOUND_AS_ANSWER, FOUND_AS_STATUS, FOUND_AS_MONEY, FOUND_AS_NUMBER, FOUND_AS_WHOLE, FOUND_AS_TIME
};

struct found_field_row {
    const char *name;
    enum found_as as;
    size_t offset; /* in struct market_found */
    unsigned most; /* characters; of a number, its size */
};
extern const struct found_field_row found_fields[];

bool found_setting_of(struct str name, enum found_setting *);

/* Digits after the point of a currency's amounts; 2 where the currency is not known. */
int found_money_digits(const char *currency);
/* "25.00 DKK", "kr. 25,-", "€ 2,50", "gratis". False for what is not one amount ("20-40 kr"). */
__attribute__((warn_unused_result)) bool found_money_read(struct str text, struct found_money *);

/* A text as a field may hold it: UTF-8, no control characters; a LINE has single spaces and no line ends. Trimmed. */
struct str found_clean(struct arena *, struct str text, bool line);
/* An absolute http or https address, escaped as RFC 3986 wants it; absent where that cannot be made. */
struct str found_url(struct arena *, struct str text, struct str base);

#endif
