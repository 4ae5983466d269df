#include "core/locale_text.h"

#include <string.h>

#include "core/utf8.h"

struct locale_text locale_text_in(char out[LOCALE_TEXT])
{
    return (struct locale_text){out, 0};
}

void locale_text_add(struct locale_text *text, struct str more)
{
    struct str fits = utf8_truncate(more, LOCALE_TEXT - 1 - text->n);
    if (fits.n > 0)
        memcpy(text->p + text->n, fits.p, fits.n);
    text->n += fits.n;
}

void locale_text_fill(struct locale_text *text, struct str pattern, struct str place, struct str value)
{
    ptrdiff_t at = str_find(pattern, place);
    if (at < 0) {
        locale_text_add(text, pattern);
        return;
    }
    locale_text_add(text, str_slice(pattern, 0, (size_t)at));
    locale_text_add(text, value);
    locale_text_add(text, str_slice(pattern, (size_t)at + place.n, pattern.n));
}

struct str locale_text_end(struct locale_text *text)
{
    text->p[text->n] = '\0';
    return (struct str){text->p, text->n};
}
