#include "core/language.h"

#include <dirent.h>
#include <libintl.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/log.h"
#include "core/text.h"

enum { MEMORY = 256 * 1024, TAG_MOST = 32, RANGES_MOST = 32, ACCEPT_MOST = 2000 };

/* Where Debian's libc keeps the one locale that every installation has. */
static const char *const any_locale = "/usr/lib/locale/C.utf8";

static struct spoken {
    struct language language;
    locale_t locale; /* null: without a catalogue, or none could be made: English is spoken */
} spoken[LANGUAGES_MOST];
static size_t spoken_count, spoken_now;
bool text_as_written;
static char environment_language[TAG_MOST]; /* as it was before LANGUAGE was taken out of the environment */

static bool is_letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Goes into paths and headers. */
static bool is_tag(struct str tag)
{
    for (size_t i = 0; i < tag.n; i++)
        if (!is_letter_or_digit(tag.p[i]) && tag.p[i] != '-')
            return false;
    return tag.n >= 2 && tag.n < TAG_MOST;
}

static struct str with(struct arena *arena, struct str text, char from, char to)
{
    struct str copy = arena_str(arena, text);
    for (size_t i = 0; i < copy.n; i++)
        if (copy.p[i] == from)
            ((char *)(uintptr_t)copy.p)[i] = to;
    return copy;
}

static void add(struct arena *arena, struct str tag)
{
    size_t known;
    tag = with(arena, tag, '_', '-');
    if (!is_tag(tag) || language_find(tag, &known))
        return;
    if (spoken_count == LANGUAGES_MOST)
        log_warn("more languages than %d: " STR_FMT " is left out", LANGUAGES_MOST, STR_ARG(tag));
    else
        spoken[spoken_count++] = (struct spoken){.language = {tag, tag}};
}

static int by_tag(const void *a, const void *b)
{
    const struct spoken *one = a, *other = b;
    return strcmp(one->language.tag.p, other->language.tag.p);
}

static void add_catalogues(struct arena *arena, struct str locale_dir)
{
    DIR *folder = opendir(locale_dir.p);
    const struct dirent *entry;
    while (folder != NULL && (entry = readdir(folder)) != NULL) {
        struct str path = arena_printf(arena, STR_FMT "/%s/LC_MESSAGES/curio.mo", STR_ARG(locale_dir), entry->d_name);
        if (access(path.p, R_OK) == 0)
            add(arena, str_of(entry->d_name));
    }
    if (folder != NULL)
        closedir(folder);
}

static void add_listed(struct arena *arena, struct str list)
{
    struct str word;
    for (struct str rest = str_trim(list); rest.n > 0; rest = str_trim(rest)) {
        str_cut(rest, ' ', &word, &rest);
        add(arena, word);
    }
}

static void find_languages(struct arena *arena, const struct config *config)
{
    add(arena, config->language);
    if (spoken_count == 0)
        add(arena, STR("en"));
    if (config->languages.n > 0) {
        add_listed(arena, config->languages);
    } else {
        add(arena, STR("en"));
        add_catalogues(arena, config->locale_dir);
    }
    qsort(spoken + 1, spoken_count - 1, sizeof *spoken, by_tag);
}

/* Its own, or the one of the language without its country. */
static bool has_catalogue(struct arena *arena, struct str locale_dir, struct str tag)
{
    struct str general, rest, named = with(arena, tag, '-', '_');
    str_cut(named, '_', &general, &rest);
    struct str own = arena_printf(arena, STR_FMT "/" STR_FMT "/LC_MESSAGES/curio.mo", STR_ARG(locale_dir), STR_ARG(named));
    struct str wider = arena_printf(arena, STR_FMT "/" STR_FMT "/LC_MESSAGES/curio.mo", STR_ARG(locale_dir), STR_ARG(general));
    return access(own.p, R_OK) == 0 || access(wider.p, R_OK) == 0;
}

/* gettext goes by the name of the locale in use, and no other locale has to be installed: a link gives the one that is there the
 * language's name. (By setlocale: glibc's newlocale does not free what it makes of LOCPATH.) */
static void open_locale(struct arena *arena, const char *folder, struct str locale_dir, struct spoken *one)
{
    struct str name = arena_printf(arena, "%s.utf8", with(arena, one->language.tag, '-', '_').p);
    if (!has_catalogue(arena, locale_dir, one->language.tag))
        return;
    struct str link = arena_printf(arena, "%s/" STR_FMT, folder, STR_ARG(name));
    if (symlink(any_locale, link.p) == 0 && setlocale(LC_MESSAGES, name.p) != NULL)
        one->locale = duplocale(LC_GLOBAL_LOCALE);
    else
        log_warn("no locale to speak " STR_FMT " in", STR_ARG(one->language.tag));
    unlink(link.p);
}

static const char *folder_for_links(struct arena *arena, const struct config *config)
{
    char *below_run = (char *)(uintptr_t)arena_printf(arena, STR_FMT "/locale-XXXXXX", STR_ARG(config->run_dir)).p;
    char *below_tmp = (char *)(uintptr_t)arena_printf(arena, "/tmp/curio-locale-XXXXXX").p;
    return mkdtemp(below_run) != NULL ? below_run : mkdtemp(below_tmp);
}

/* The links are needed only while the locales are opened. */
static void open_locales(struct arena *arena, const struct config *config)
{
    const char *folder = folder_for_links(arena, config);
    if (folder == NULL || setenv("LOCPATH", folder, 1) != 0) {
        log_warn("no place to make locales in: English is spoken");
        return;
    }
    for (size_t i = 0; i < spoken_count; i++)
        open_locale(arena, folder, config->locale_dir, &spoken[i]);
    setlocale(LC_MESSAGES, "C");
    unsetenv("LOCPATH");
    unsetenv("LANGUAGE"); /* which would win over every locale */
    rmdir(folder);
}

static void learn_names(void)
{
    static const char marked[] = NC_("this language, as its speakers call it", "English");
    for (size_t i = 0; i < spoken_count; i++) {
        language_speak(i);
        const char *name = text_as_written ? marked : gettext(marked);
        if (name != marked)
            spoken[i].language.name = str_of(name);
        else if (str_eq(spoken[i].language.tag, STR("en")))
            spoken[i].language.name = STR("English");
    }
}

/* "da_DK.UTF-8@euro:en" → "da_DK" */
static void look_into_environment(void)
{
    static const char *const names[] = {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names && *environment_language == '\0'; i++) {
        const char *value = getenv(names[i]);
        size_t n = value == NULL ? 0 : strcspn(value, ".@:");
        if (n > 0 && n < TAG_MOST)
            memcpy(environment_language, value, n);
    }
}

static void close_locales(void)
{
    uselocale(LC_GLOBAL_LOCALE);
    for (size_t i = 0; i < spoken_count; i++)
        if (spoken[i].locale != (locale_t)0)
            freelocale(spoken[i].locale);
    spoken_count = 0;
}

void language_use(const struct config *config)
{
    static struct arena *arena; /* what the languages are called */
    close_locales();
    if (arena != NULL)
        arena_free(arena);
    arena = arena_new(MEMORY);
    setlocale(LC_CTYPE, "C.UTF-8");
    bindtextdomain("curio", config->locale_dir.p);
    bind_textdomain_codeset("curio", "UTF-8");
    textdomain("curio");
    look_into_environment();
    find_languages(arena, config);
    open_locales(arena, config);
    spoken_now = LANGUAGES_MOST;
    learn_names();
    language_speak(0);
}

size_t language_count(void)
{
    return spoken_count;
}

const struct language *language_at(size_t index)
{
    return &spoken[index].language;
}

void language_speak(size_t index)
{
    if (index == spoken_now)
        return;
    text_as_written = spoken[index].locale == (locale_t)0;
    uselocale(text_as_written ? LC_GLOBAL_LOCALE : spoken[index].locale);
    spoken_now = index;
}

size_t language_spoken(void)
{
    return spoken_now;
}

bool language_find(struct str tag, size_t *index)
{
    for (*index = 0; *index < spoken_count; (*index)++)
        if (str_equal_ignoring_case(spoken[*index].language.tag, tag))
            return true;
    return false;
}

void language_speak_to(struct str tag)
{
    size_t index;
    language_speak(tag.p != NULL && language_find(tag, &index) ? index : 0);
}

/* RFC 4647, section 3.4: the range without one subtag after the other; what becomes a single letter goes with the next. */
static bool look_up(struct str range, size_t *index)
{
    while (range.n > 0) {
        if (language_find(range, index))
            return true;
        do
            range.n--;
        while (range.n > 0 && range.p[range.n] != '-');
        if (range.n >= 2 && range.p[range.n - 2] == '-')
            range.n -= 2;
    }
    return false;
}

/* "0.8" → 800; -1 for what is no weight (RFC 9110, section 12.4.2). */
static int weight_of(struct str text)
{
    int weight = 0, place = 100;
    if (text.n == 0 || text.n > 5 || (text.p[0] != '0' && text.p[0] != '1') || (text.n > 1 && text.p[1] != '.'))
        return -1;
    weight = text.p[0] == '1' ? 1000 : 0;
    for (size_t i = 2; i < text.n; i++, place /= 10) {
        if (text.p[i] < '0' || text.p[i] > '9')
            return -1;
        weight += (text.p[i] - '0') * place;
    }
    return weight <= 1000 ? weight : -1;
}

struct range {
    struct str range;
    int weight;
};

static bool read_range(struct str item, struct range *out)
{
    struct str parameter, name, value;
    bool weighted = str_cut(item, ';', &item, &parameter);
    out->range = str_trim(item);
    out->weight = 1000;
    if (weighted) {
        if (!str_cut(str_trim(parameter), '=', &name, &value) || !str_equal_ignoring_case(str_trim(name), STR("q")))
            return false;
        out->weight = weight_of(str_trim(value));
    }
    return out->weight > 0 && out->range.n > 0;
}

/* The heaviest first, of equal ones the first named. */
static size_t read_ranges(struct str accept, struct range ranges[RANGES_MOST])
{
    struct str item;
    size_t count = 0;
    bool more = accept.n > 0 && accept.n <= ACCEPT_MOST;
    while (more && count < RANGES_MOST) {
        struct range one;
        more = str_cut(accept, ',', &item, &accept);
        if (!read_range(item, &one))
            continue;
        size_t at = count++;
        for (; at > 0 && ranges[at - 1].weight < one.weight; at--)
            ranges[at] = ranges[at - 1];
        ranges[at] = one;
    }
    return count;
}

bool language_negotiate(struct str accept, size_t *index)
{
    struct range ranges[RANGES_MOST];
    size_t count = read_ranges(accept, ranges);
    for (size_t i = 0; i < count; i++)
        if (look_up(ranges[i].range, index))
            return true;
    return false;
}

void language_speak_to_operator(void)
{
    size_t index;
    char tag[TAG_MOST];
    memcpy(tag, environment_language, sizeof tag);
    for (char *c = tag; *c != '\0'; c++)
        if (*c == '_')
            *c = '-';
    if (look_up(str_of(tag), &index) || language_find(STR("en"), &index))
        language_speak(index);
}
