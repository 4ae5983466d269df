/* The search box's small language. */
#include "handlers/schematic/search.h"

struct reader {
    struct str text;
    size_t at;
};

static bool is_space(char c)
{
    return c == ' ' || c == '\t';
}

/* A sign counts only before something: "a - b" has no negation. */
static bool read_sign(struct reader *reader)
{
    bool negative = reader->text.p[reader->at] == '-' && reader->at + 1 < reader->text.n && !is_space(reader->text.p[reader->at + 1]);
    reader->at += negative;
    return negative;
}

/* Up to the closing quote; one that is missing is where the text ends. */
static struct str read_phrase(struct reader *reader)
{
    size_t start = ++reader->at;
    while (reader->at < reader->text.n && reader->text.p[reader->at] != '"')
        reader->at++;
    struct str phrase = str_slice(reader->text, start, reader->at);
    reader->at += reader->at < reader->text.n;
    return str_trim(phrase);
}

static struct str read_word(struct reader *reader)
{
    size_t start = reader->at;
    while (reader->at < reader->text.n && !is_space(reader->text.p[reader->at]) && reader->text.p[reader->at] != '"')
        reader->at++;
    return str_slice(reader->text, start, reader->at);
}

static void add(struct list *list, struct str part)
{
    if (part.n > 0)
        ((struct str *)(uintptr_t)list->at)[list->count++] = part;
}

/* Phones type curly quotes: U+201C to U+201F are the plain one. */
static struct str with_plain_quotes(struct arena *arena, struct str text)
{
    char *plain = arena_alloc(arena, text.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        struct str three = str_slice(text, i, i + 3);
        bool curly = str_starts_with(three, STR("\xe2\x80")) && three.n == 3 && (unsigned char)three.p[2] >= 0x9c && (unsigned char)three.p[2] <= 0x9f;
        plain[n++] = curly ? '"' : text.p[i];
        i += curly ? 2 : 0;
    }
    return (struct str){plain, n};
}

struct search_words search_words(struct arena *arena, struct str typed)
{
    struct str text = with_plain_quotes(arena, typed);
    struct reader reader = {text, 0};
    struct search_words out = {.words = {arena_array(arena, text.n + 1, sizeof(struct str)), 0},
                               .phrases = {arena_array(arena, text.n + 1, sizeof(struct str)), 0},
                               .nots = {arena_array(arena, text.n + 1, sizeof(struct str)), 0}};
    while (reader.at < text.n) {
        if (is_space(text.p[reader.at])) {
            reader.at++;
            continue;
        }
        bool negative = read_sign(&reader), quoted = text.p[reader.at] == '"';
        struct str part = quoted ? read_phrase(&reader) : read_word(&reader);
        add(negative ? &out.nots : quoted ? &out.phrases : &out.words, part);
    }
    return out;
}
