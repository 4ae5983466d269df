#include "web/view.h"

#include <assert.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "core/text.h"
#include "core/utf8.h"
#include "web/assets.h"
#include "web/markdown.h"

/* What was printed into SCRATCH, cut to what fits. */
static struct str printed(struct html_scratch *scratch, int length)
{
    if (length < 0)
        return STR("");
    size_t most = sizeof scratch->b - 1;
    return (struct str){scratch->b, (size_t)length < most ? (size_t)length : most};
}

static const char *thousands_separator(void)
{
    const char *locale = localeconv()->thousands_sep;
    return *locale == '\0' ? "," : locale;
}

struct str view_number(struct html_scratch *scratch, int64_t number)
{
    char digits[24];
    int count = snprintf(digits, sizeof digits, "%lld", (long long)number);
    const char *separator = thousands_separator();
    size_t n = 0, width = strlen(separator);
    for (int i = 0; i < count && n + width + 1 < sizeof scratch->b; i++) {
        bool first = i == 0 || (i == 1 && digits[0] == '-');
        if (!first && (count - i) % 3 == 0) {
            memcpy(scratch->b + n, separator, width);
            n += width;
        }
        scratch->b[n++] = digits[i];
    }
    return (struct str){scratch->b, n};
}

/* Binary units, as limits and quotas are set; what is a whole number of them says so. */
struct str view_bytes(struct html_scratch *scratch, int64_t bytes)
{
    static const char *const units[] = {N_("KiB"), N_("MiB"), N_("GiB"), N_("TiB")};
    if (bytes < 1024)
        return printed(scratch, snprintf(scratch->b, sizeof scratch->b, ngettext_("%lld byte", "%lld bytes", bytes), (long long)bytes));
    double amount = (double)bytes / 1024;
    size_t unit = 0;
    while (amount >= 1023.5 && unit < sizeof units / sizeof *units - 1) {
        amount /= 1024;
        unit++;
    }
    bool whole = amount >= 99.95 || amount <= floor(amount);
    return printed(scratch, snprintf(scratch->b, sizeof scratch->b, "%.*f %s", whole ? 0 : 1, amount, _(units[unit])));
}

struct str view_date(struct html_scratch *scratch, struct timestamp at)
{
    time_t seconds = (time_t)(at.us / 1000000);
    struct tm parts;
    if (gmtime_r(&seconds, &parts) == NULL)
        return STR("");
    return (struct str){scratch->b, strftime(scratch->b, sizeof scratch->b, "%-d %B %Y", &parts)};
}

struct str view_datetime(struct html_scratch *scratch, struct timestamp at)
{
    static_assert(sizeof scratch->b >= TIMESTAMP_TEXT, "a scratch holds a timestamp");
    return timestamp_rfc3339(at, scratch->b);
}

/* "3 hours ago" needs a literal format at each call, so that the compiler checks its argument. */
#define AGO(scratch, one, many, n) printed((scratch), snprintf((scratch)->b, sizeof (scratch)->b, ngettext_(one, many, n), (n)))

struct str view_ago(struct html_scratch *scratch, struct timestamp at)
{
    enum { MINUTE = 60, HOUR = 60 * MINUTE, DAY = 24 * HOUR, LONG_AGO = 30 * DAY };
    long long seconds = (timestamp_now().us - at.us) / 1000000;
    if (seconds < MINUTE)
        return str_of(_("just now"));
    if (seconds < HOUR)
        return AGO(scratch, "%lld minute ago", "%lld minutes ago", seconds / MINUTE);
    if (seconds < DAY)
        return AGO(scratch, "%lld hour ago", "%lld hours ago", seconds / HOUR);
    if (seconds < LONG_AGO)
        return AGO(scratch, "%lld day ago", "%lld days ago", seconds / DAY);
    return view_date(scratch, at);
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

struct str view_title_of(struct str value)
{
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
        {"waiting", N_("Waiting for a moderator")},
        {"approved", N_("Approved")},
        {"rejected", N_("Rejected")},
        {"taken_down", N_("Taken down")},
        {"schematic.approved", N_("Moderators approved your build")},
        {"schematic.rejected", N_("Moderators do not show your build like this")},
        {"schematic.taken_down", N_("Your build was taken down")},
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

void view_icon(struct buf *out, struct str name)
{
    for (size_t i = 0; i < asset_icon_count; i++)
        if (str_eq(name, str_of(asset_icons[i].name)))
            html_static(out, str_of(asset_icons[i].svg));
}

void view_markdown(struct buf *out, struct str text)
{
    markdown_write(out, text);
}
