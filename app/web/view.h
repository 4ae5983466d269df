/* The builtins of the template language (docs/templates.md): compiled templates call these, and nothing else of the site's. The
 * table in tools/tmplc_builtins.c names them; both must say the same. What is
 * returned may point into the scratch, which lives to the end of the template's block. */
#ifndef CURIO_WEB_VIEW_H
#define CURIO_WEB_VIEW_H

#include "core/arena.h"
#include "web/form.h"
#include "web/html.h"

enum { VIEW_MEMORY = 1 << 20 }; /* budget of the arena that a template with join() makes for itself */

struct str view_number(struct html_scratch *, int64_t);            /* 12,345 as the language groups it */
struct str view_bytes(struct html_scratch *, int64_t);             /* 1.4 MB */
struct str view_date(struct html_scratch *, struct timestamp);     /* 21 November 2026 */
struct str view_datetime(struct html_scratch *, struct timestamp); /* RFC 3339, for <time> */
struct str view_ago(struct html_scratch *, struct timestamp);      /* 3 hours ago; never ahead */
struct str view_relative(struct html_scratch *, struct timestamp); /* the same, or in 3 hours */
struct str view_decimal(struct html_scratch *, double, int64_t decimals); /* 4.3, 4,3 */
struct str view_percent(struct html_scratch *, double of_one);            /* 42% */
struct str view_money(struct html_scratch *, int64_t minor, struct str currency); /* €12.50, 150 kr. */
struct str view_distance(struct html_scratch *, double metres);           /* 1.2 km */

/* Of a place's own calendar and clock, as PostgreSQL and docs/contracts.md write them: "2026-11-21", "2026-11-21T14:05", "14:05". STYLE is
 * the name of an enum locale_style: "short", "medium", "long", "full", "weekday", "brief", "month". */
struct str view_day(struct html_scratch *, struct str local, struct str style);
struct str view_clock(struct html_scratch *, struct str local); /* 14:05, 14.05 */
struct str view_day_range(struct html_scratch *, struct str from, struct str until, struct str style);
struct str view_clock_range(struct html_scratch *, struct str from, struct str until);
struct str view_day_relative(struct html_scratch *, struct str local, struct str today); /* tomorrow, in 3 days */
struct str view_month(int64_t);         /* 1: January */
struct str view_weekday(int64_t);       /* 0: Sunday */
struct str view_weekday_brief(int64_t); /* Sun */
struct str view_initials(struct html_scratch *, struct str name);  /* the first letters of the first and last word */
struct str view_asset(struct str file);                            /* the hashed address of a static file */
struct str view_title_of(struct str value);                        /* an enumeration's value as people read it, translated */

/* FORM may be NULL: nothing was sent. */
struct str view_value(const struct form_state *form, struct str field);
struct str view_value_or(const struct form_state *form, struct str field, struct str otherwise);
struct str view_error(const struct form_state *form, struct str field); /* STR_NULL when fine */

struct str view_excerpt(struct arena *, struct str markdown); /* its first words as plain text, for previews */
struct str view_join(struct arena *, struct list of_text, struct str separator);

/* Builtins that are markup write it themselves. */
void view_icon(struct buf *, struct str name);
/* JSON as it may stand in HTML and in XML alike: "<", ">" and "&" are in its strings alone, where they can be written otherwise. It must be
 * what our own writer made. */
void view_data(struct buf *, struct str json);
/* The same for search engines, in a script element that no browser runs. */
void view_data_block(struct buf *, struct str json);
void view_leaf(struct buf *, struct str local); /* a day as a leaf of a calendar; hidden from those who are read to: the date stands beside it */
void view_markdown(struct buf *, struct str text);
void view_emblem(struct buf *, struct uuid id, int64_t width, int64_t height, int64_t length);

#endif
