#include "tools/source.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/utf8.h"

enum { REPORT_MAX = 1 << 20, MESSAGE_MAX = 600 };

void mistakes_init(struct mistakes *mistakes)
{
    mistakes->count = 0;
    buf_init(&mistakes->report, REPORT_MAX);
}

void mistakes_free(struct mistakes *mistakes)
{
    buf_free(&mistakes->report);
}

size_t source_line(const struct source *source, size_t offset)
{
    size_t line = 1;
    for (size_t i = 0; i < offset && i < source->text.n; i++)
        line += source->text.p[i] == '\n';
    return line;
}

void source_mistake(struct mistakes *mistakes, const struct source *source, size_t offset, const char *format, ...)
{
    char message[MESSAGE_MAX];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    buf_printf(&mistakes->report, STR_FMT ":%zu: %s\n", STR_ARG(source->path), source_line(source, offset), message);
    mistakes->count++;
}

/* room/stem.ending, whatever stands before. */
static bool split_path(struct source *source)
{
    struct str path = source->path;
    size_t slash = path.n;
    while (slash > 0 && path.p[slash - 1] != '/')
        slash--;
    if (slash == 0)
        return false;
    size_t room = slash - 1;
    while (room > 0 && path.p[room - 1] != '/')
        room--;
    struct str ending;
    str_cut(str_slice(path, slash, path.n), '.', &source->stem, &ending);
    source->room = str_slice(path, room, slash - 1);
    return is_name(source->room);
}

bool source_open(struct mistakes *mistakes, struct str path, struct str text, struct source *out)
{
    *out = (struct source){.path = path, .text = text};
    const char *nul = text.n > 0 ? memchr(text.p, 0, text.n) : NULL;
    if (!split_path(out))
        source_mistake(mistakes, out, 0, "the path must be FOLDER/NAME, with a folder named like its room");
    else if (nul != NULL)
        source_mistake(mistakes, out, (size_t)(nul - text.p), "a NUL byte");
    else if (!utf8_valid(text))
        source_mistake(mistakes, out, 0, "this is not UTF-8");
    else
        return true;
    return false;
}

bool source_read(struct arena *arena, struct mistakes *mistakes, const char *path, struct source *out)
{
    static char text[TOOL_FILE_MAX + 1];
    FILE *file = fopen(path, "rb");
    size_t n = file == NULL ? 0 : fread(text, 1, TOOL_FILE_MAX + 1, file);
    bool bad = file == NULL || ferror(file);
    const char *why = bad ? strerror(errno) : "larger than a source file should be";
    if (file != NULL)
        fclose(file);
    *out = (struct source){.path = str_of(path)};
    if (bad || n > TOOL_FILE_MAX) {
        source_mistake(mistakes, out, 0, "%s", why);
        return false;
    }
    return source_open(mistakes, str_of(path), arena_str(arena, (struct str){text, n}), out);
}

static bool file_holds(const char *path, struct str text)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return false;
    bool same = true;
    char part[4096];
    size_t at = 0;
    while (same) {
        size_t n = fread(part, 1, sizeof part, file);
        if (n == 0)
            break;
        same = n <= text.n - at && memcmp(part, text.p + at, n) == 0;
        at += n;
    }
    same = same && at == text.n && !ferror(file);
    fclose(file);
    return same;
}

bool made_file_write(const char *path, struct str text)
{
    if (file_holds(path, text))
        return true;
    FILE *file = fopen(path, "wb");
    bool good = file != NULL && fwrite(text.p, 1, text.n, file) == text.n;
    if (file != NULL && fclose(file) != 0)
        good = false;
    if (!good)
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
    return good;
}

bool is_name_start(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool is_name_part(char c)
{
    return is_name_start(c) || (c >= '0' && c <= '9');
}

/* Sorted as they come; looked up a few hundred times a build. */
static const char *const c_words[] = {
    "auto", "bool", "break", "case", "char", "const", "continue", "default", "do", "double", "else", "enum", "extern",
    "false", "float", "for", "goto", "if", "inline", "int", "long", "register", "restrict", "return", "short", "signed",
    "sizeof", "static", "struct", "switch", "true", "typedef", "union", "unsigned", "void", "volatile", "while"};

bool is_name(struct str text)
{
    if (text.n == 0 || text.n > 60 || text.p[0] < 'a' || text.p[0] > 'z')
        return false;
    for (size_t i = 0; i < text.n; i++) {
        if (!is_name_part(text.p[i]) || (text.p[i] >= 'A' && text.p[i] <= 'Z'))
            return false;
    }
    for (size_t i = 0; i < sizeof c_words / sizeof c_words[0]; i++) {
        if (str_eq(text, str_of(c_words[i])))
            return false;
    }
    return true;
}

struct str name_at(struct str text)
{
    size_t n = 0;
    if (text.n > 0 && is_name_start(text.p[0])) {
        while (n < text.n && is_name_part(text.p[n]))
            n++;
    }
    return str_slice(text, 0, n);
}

struct str capitals(struct arena *arena, struct str name)
{
    char *copy = arena_alloc(arena, name.n + 1);
    for (size_t i = 0; i < name.n; i++)
        copy[i] = name.p[i] >= 'a' && name.p[i] <= 'z' ? (char)(name.p[i] - 'a' + 'A') : name.p[i];
    return (struct str){copy, name.n};
}

void write_c_string(struct buf *out, struct str text)
{
    buf_add_char(out, '"');
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        bool trigraph = c == '?' && i > 0 && text.p[i - 1] == '?';
        if (c == '\n')
            buf_add(out, STR("\\n"));
        else if (c == '"' || c == '\\' || trigraph)
            buf_printf(out, "\\%c", c);
        else if (c < 0x20 || c == 0x7f)
            buf_printf(out, "\\%03o", c);
        else
            buf_add_char(out, (char)c);
    }
    buf_add_char(out, '"');
}
