#include "web/view.h"

#include <assert.h>
#include "core/locale.h"
#include "core/text.h"
#include "core/utf8.h"
#include "web/assets.h"
#include "web/markdown.h"

static_assert(sizeof(struct html_scratch) == LOCALE_TEXT, "a scratch holds what the locale writes");

struct str view_number(struct html_scratch *scratch, int64_t number)
{
    return locale_number(scratch->b, number);
}

struct str view_decimal(struct html_scratch *scratch, double number, int64_t decimals)
{
    return locale_decimal(scratch->b, number, (int)decimals);
}

struct str view_percent(struct html_scratch *scratch, double of_one)
{
    return locale_percent(scratch->b, of_one, 0);
}

struct str view_bytes(struct html_scratch *scratch, int64_t bytes)
{
    return locale_bytes(scratch->b, bytes);
}

struct str view_money(struct html_scratch *scratch, int64_t minor, struct str currency)
{
    return locale_money(scratch->b, minor, currency);
}

struct str view_distance(struct html_scratch *scratch, double metres)
{
    return locale_distance(scratch->b, metres);
}

struct str view_date(struct html_scratch *scratch, struct timestamp at)
{
    struct locale_time time = locale_utc(at);
    return locale_date(scratch->b, &time, LOCALE_LONG);
}

/* What can't be read is shown as it is. */
struct str view_day(struct html_scratch *scratch, struct str local, struct str style)
{
    struct locale_time time;
    return locale_parse_time(local, &time) ? locale_date(scratch->b, &time, locale_style_named(style)) : local;
}

struct str view_clock(struct html_scratch *scratch, struct str local)
{
    struct locale_time time;
    return locale_parse_time(local, &time) ? locale_clock(scratch->b, &time) : local;
}

struct str view_day_range(struct html_scratch *scratch, struct str from, struct str until, struct str style)
{
    struct locale_time first, last;
    if (!locale_parse_time(from, &first) || !locale_parse_time(until, &last))
        return from;
    return locale_date_range(scratch->b, &first, &last, locale_style_named(style));
}

struct str view_clock_range(struct html_scratch *scratch, struct str from, struct str until)
{
    struct locale_time first, last;
    if (!locale_parse_time(from, &first) || !locale_parse_time(until, &last))
        return from;
    return locale_clock_range(scratch->b, &first, &last);
}

struct str view_day_relative(struct html_scratch *scratch, struct str local, struct str today)
{
    struct locale_time time, now;
    if (!locale_parse_time(local, &time) || !locale_parse_time(today, &now))
        return local;
    return locale_day_relative(scratch->b, &time, &now);
}

struct str view_month(int64_t month)
{
    return str_of(locale_month(month >= 1 && month <= 12 ? (int)month : 0));
}

struct str view_weekday(int64_t weekday)
{
    return str_of(locale_weekday(weekday >= 0 && weekday <= 6 ? (int)weekday : -1));
}

struct str view_weekday_brief(int64_t weekday)
{
    return str_of(locale_weekday_brief(weekday >= 0 && weekday <= 6 ? (int)weekday : -1));
}

struct str view_datetime(struct html_scratch *scratch, struct timestamp at)
{
    static_assert(sizeof scratch->b >= TIMESTAMP_TEXT, "a scratch holds a timestamp");
    return timestamp_rfc3339(at, scratch->b);
}

/* Clocks of two machines differ: what just happened does not lie ahead. */
struct str view_ago(struct html_scratch *scratch, struct timestamp at)
{
    struct timestamp now = timestamp_now();
    return locale_relative(scratch->b, at.us > now.us ? now : at, now);
}

struct str view_relative(struct html_scratch *scratch, struct timestamp at)
{
    return locale_relative(scratch->b, at, timestamp_now());
}

static size_t add_initial(char *out, struct str word)
{
    size_t at = 0;
    uint32_t letter = utf8_next(word, &at);
    if (letter >= 'a' && letter <= 'z')
        letter -= 'a' - 'A';
    return utf8_encode(letter, out);
}

struct str view_initials(struct html_scratch *scratch, struct str name)
{
    name = str_trim(name);
    if (name.n == 0)
        return STR("");
    size_t last = name.n;
    while (last > 0 && name.p[last - 1] != ' ')
        last--;
    size_t n = add_initial(scratch->b, name);
    if (last > 0)
        n += add_initial(scratch->b + n, str_slice(name, last, name.n));
    return (struct str){scratch->b, n};
}

struct str view_asset(struct str file)
{
    for (size_t i = 0; i < asset_name_count; i++)
        if (str_eq(file, str_of(asset_names[i].name)))
            return str_of(asset_names[i].address);
    return STR("");
}

/* Enumerations as people are told them. */
static const struct {
    const char *value, *title;
} titles[] = {
    {"clean", N_("Clean")},
    {"pending", N_("Waiting for its scan")},
    {"infected", N_("Harmful")},
    {"not_fully_scanned", N_("Not fully scanned")},
    {"sponge", N_("Sponge")},
    {"litematica", N_("Litematica")},
    {"mcedit", N_("MCEdit")},
    {"structure", N_("Structure")},
    {"public", N_("Public")},
    {"unlisted", N_("Unlisted")},
    {"private", N_("Private")},
    {"schematic.clean", N_("Scanned and found clean")},
    {"never", N_("Never")},
    {"daily", N_("Daily")},
    {"weekly", N_("Weekly")},
    {"schematic.infected", N_("The scan found something harmful")},
    {"flea", N_("Flea market")},
    {"antiques", N_("Antiques")},
    {"car_boot", N_("Car boot sale")},
    {"farmers", N_("Farmers’ market")},
    {"christmas", N_("Christmas market")},
    {"crafts", N_("Craft market")},
    {"fair", N_("Fair")},
    {"other", N_("Another market")},
    {"indoor", N_("Indoors")},
    {"outdoor", N_("Outdoors")},
    {"both", N_("Indoors and outdoors")},
    {"accessible", N_("Accessible")},
    {"toilets", N_("Toilets")},
    {"dogs", N_("Dogs")},
    {"cards", N_("Card payment")},
    {"radius", N_("Within")},
    {"kind", N_("Kind")},
    {"setting", N_("Setting")},
    {"fee_max", N_("Entrance")},
    {"stall_max", N_("A stall")},
    {"title", N_("Name")},
    {"description", N_("Description")},
    {"place", N_("Place")},
    {"street", N_("Street")},
    {"postcode", N_("Postcode")},
    {"town", N_("Town")},
    {"region", N_("Region")},
    {"country", N_("Country")},
    {"position", N_("Position")},
    {"schedule", N_("Dates")},
    {"entrance_fee", N_("Entrance")},
    {"stall_price", N_("A stall")},
    {"website", N_("Website")},
    {"email", N_("E-mail")},
    {"phone", N_("Telephone")},
    {"organiser", N_("Organiser")},
    {"market.cancelled", N_("A market that you marked is cancelled")},
    {"market.moved", N_("A market that you marked has moved")},
    {"market.back", N_("A market that you marked is held after all")},
    {"market.dropped", N_("A market that you marked has other days now")},
    {"market.near", N_("A new market near you")},
    {"market.claimed", N_("Somebody proved to hold this market, which you entered")},
    {"market.yours", N_("We found your file: the market is yours to look after")},
    {"waiting", N_("Waiting for a moderator")},
    {"approved", N_("Approved")},
    {"rejected", N_("Rejected")},
    {"taken_down", N_("Taken down")},
    {"schematic.approved", N_("Moderators approved your build")},
    {"schematic.rejected", N_("Moderators do not show your build like this")},
    {"schematic.taken_down", N_("Your build was taken down")},
    {"account.export", N_("The copy of your data is ready")},
    {"schematic.restored", N_("Your build is back")},
    {"schematic.waiting", N_("Your build waits for a moderator again")},
    {"report.acted", N_("Something was done about what you reported")},
    {"report.dismissed", N_("Moderators found nothing wrong with what you reported")},
    {"review.approved", N_("Approved")},
    {"review.rejected", N_("Rejected")},
    {"review.reopened", N_("Put back into the queue after reports")},
    {"comment.hidden", N_("Comment hidden")},
    {"comment.shown", N_("Comment shown again")},
    {"account.suspended", N_("Suspended")},
    {"account.unsuspended", N_("Suspension ended")},
    {"market.approved", N_("Moderators approved your market")},
    {"market.rejected", N_("Moderators do not show your market like this")},
    {"market.taken_down", N_("Your market was taken down")},
    {"market.restored", N_("Your market is back")},
    {"market.reverted", N_("A moderator took back what was changed of your market")},
    {"market.waiting", N_("Your market waits for a moderator again")},
    {"rating.waiting", N_("Your rating waits for a moderator: many came at once")},
    {"rating.shown", N_("Your rating is shown")},
    {"rating.hidden", N_("A moderator hid your rating")},
    {"rating.reply", N_("The organiser answered your rating")},
    {"photo.shown", N_("Your photo is shown again")},
    {"photo.hidden", N_("Your photo was hidden until a moderator has looked at it")},
    {"photo.rejected", N_("A moderator keeps your photo hidden")},
    {"schematic.not_fully_scanned", N_("Could not be scanned to its end")},
    {"picture.not-a-picture", N_("A picture was not added: the file is no picture")},
    {"picture.unsupported-format", N_("A picture was not added: send it as JPEG, PNG, WebP or GIF")},
    {"picture.too-large", N_("A picture was not added: no side may be longer than 16,384 pixels")},
    {"picture.broken", N_("A picture was not added: the file is broken")},
    {"picture.out-of-limits", N_("A picture was not added: it has too many pixels")},
    {"picture.infected", N_("A picture was not added: the scan found something harmful in it")},
    {"picture.not_fully_scanned", N_("A picture was not added: it could not be scanned to its end")},
    {"trailing-bytes", N_("There are bytes after the end of the build.")},
    {"missing-data-version", N_("The file does not say which version of Minecraft it was made with.")},
};

struct str view_title_of(struct str value)
{
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        if (str_eq(value, str_of(titles[i].value)))
            return str_of(_(titles[i].title));
    return value;
}

struct str view_value(const struct form_state *form, struct str field)
{
    return form_value(form, field);
}

struct str view_value_or(const struct form_state *form, struct str field, struct str otherwise)
{
    for (size_t i = 0; form != NULL && i < form->value_count; i++)
        if (str_eq(form->values[i].name, field))
            return form->values[i].value;
    return otherwise;
}

struct str view_error(const struct form_state *form, struct str field)
{
    return form == NULL ? STR_NULL : form_error_text(form, field);
}

enum { EXCERPT_CODE_POINTS = 200 };

struct str view_excerpt(struct arena *arena, struct str markdown)
{
    return markdown_excerpt(arena, markdown, EXCERPT_CODE_POINTS);
}

struct str view_join(struct arena *arena, struct list of_text, struct str separator)
{
    if (of_text.count == 0)
        return STR("");
    const struct str *texts = of_text.at;
    size_t count = 2 * of_text.count - 1;
    struct str *parts = arena_array(arena, count, sizeof *parts);
    for (size_t i = 0; i < count; i++)
        parts[i] = i % 2 == 0 ? texts[i / 2] : separator;
    return arena_join(arena, count, parts);
}

/* Of a character that has a meaning in markup, or that XML refuses: how JSON writes it without. Absent for others; *length is in bytes. */
static struct str json_escape(const char *p, size_t n, size_t *length)
{
    *length = 1;
    if (*p == '<')
        return STR("\\u003c");
    if (*p == '>')
        return STR("\\u003e");
    if (*p == '&')
        return STR("\\u0026");
    if (n < 3 || p[0] != '\xef' || p[1] != '\xbf' || (p[2] != '\xbe' && p[2] != '\xbf'))
        return STR_NULL;
    *length = 3;
    return p[2] == '\xbe' ? STR("\\ufffe") : STR("\\uffff");
}

void view_data(struct buf *out, struct str json)
{
    size_t done = 0, length;
    for (size_t i = 0; i < json.n; i += length) {
        const struct str escape = json_escape(json.p + i, json.n - i, &length);
        if (!escape.p)
            continue;
        buf_add(out, str_slice(json, done, i));
        buf_add(out, escape);
        done = i + length;
    }
    buf_add(out, str_slice(json, done, json.n));
}

void view_data_block(struct buf *out, struct str json)
{
    html_static(out, STR("<script type=\"application/ld+json\">"));
    view_data(out, json);
    html_static(out, STR("</script>"));
}

void view_icon(struct buf *out, struct str name)
{
    for (size_t i = 0; i < asset_icon_count; i++)
        if (str_eq(name, str_of(asset_icons[i].name)))
            html_static(out, str_of(asset_icons[i].svg));
}

static void leaf_part(struct buf *out, const char *of, struct str text)
{
    buf_printf(out, "<span class=\"leaf-%s\">", of);
    html_text(out, text);
    html_static(out, STR("</span>"));
}

void view_leaf(struct buf *out, struct str local)
{
    struct locale_time day;
    char number[8];
    if (!locale_parse_time(local, &day) || day.month == 0)
        return;
    snprintf(number, sizeof number, "%d", day.day);
    html_static(out, STR("<span class=\"leaf\" aria-hidden=\"true\">"));
    leaf_part(out, "weekday", str_of(locale_weekday_brief(locale_weekday_of(&day))));
    leaf_part(out, "day", str_of(number));
    leaf_part(out, "month", str_of(locale_month(day.month)));
    html_static(out, STR("</span>"));
}

void view_markdown(struct buf *out, struct str text)
{
    markdown_write(out, text);
}
