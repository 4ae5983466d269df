/* The tokens of dates in words. */
#ifndef CURIO_MARKET_DATE_WORDS_TOKEN_H
#define CURIO_MARKET_DATE_WORDS_TOKEN_H

#include "core/arena.h"

enum date_token_kind {
    TOKEN_NUMBER, TOKEN_MONTH, TOKEN_WEEKDAY, TOKEN_CLOCK, /* "kl", "um" */ TOKEN_HOURS, /* "uhr" */ TOKEN_AM, TOKEN_PM,
    TOKEN_TO, /* "til", "-" */ TOKEN_AND, /* "og", "," */ TOKEN_ORDINAL, /* "th" */ TOKEN_REPEAT, /* "hver": no single date */ TOKEN_SIGN, TOKEN_OTHER, TOKEN_END
};

struct date_token {
    enum date_token_kind kind;
    int value;   /* of a number; 1 to 12 of a month; the sign */
    int digits;  /* of a number */
    bool spaced; /* white space before it */
};

enum { TOKEN_TOKENS = 600, TOKEN_BYTES = 4000 };

/* Ended by TOKEN_END. False: more than that. */
bool date_tokens(struct arena *, struct str text, struct date_token **);
/* 1 to 12; 0: no month's name, nor the begin of one (three letters and more). */
int date_token_month(struct str folded);

#endif
