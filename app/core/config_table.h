/* The table of settings: what config_load, config_print and their messages are driven by. */
#ifndef CURIO_CORE_CONFIG_TABLE_H
#define CURIO_CORE_CONFIG_TABLE_H

#include "core/config.h"

enum setting_type {
    SETTING_TEXT,    /* least and most bound its bytes; least > 0: it may not be empty */
    SETTING_SECRET,  /* the same, never printed */
    SETTING_URL,     /* https://host[:port] */
    SETTING_ENDPOINT, /* the same or http://, or empty */
    SETTING_COLOUR,  /* #rrggbb, or empty */
    SETTING_ROOMS,   /* names, space separated */
    SETTING_LEVEL,   /* debug, info, warn, error */
    SETTING_REVIEW,  /* none, first, all */
    SETTING_STORE,   /* disk, s3 */
    SETTING_NUMBER,
    SETTING_SECONDS, /* 90, 15m, 24h, 7d */
    SETTING_BYTES    /* 512, 64K, 64M, 2G */
};

struct setting {
    const char *key;
    enum setting_type type;
    size_t offset;          /* in struct config: a struct str, an int64_t, or the unsigned rooms */
    const char *by_default; /* as it would stand in the file; NULL: it must be set */
    int64_t least, most;
    const char *says;
};

extern const struct setting config_settings[];
extern const size_t config_setting_count;

/* The value of TEXT into *config; false and what was expected in *expected. */
bool setting_read(struct arena *, const struct setting *, struct str text, struct config *config, struct str *expected);
/* As it would stand in the file, without quotes. */
struct str setting_text(struct arena *, const struct setting *, const struct config *);
/* "8 to 65535", "at least 32 bytes", …; "" where anything goes. */
struct str setting_range(struct arena *, const struct setting *);

#endif
