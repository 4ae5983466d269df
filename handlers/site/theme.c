/* A site's own accent colour as a small stylesheet: pages carry no style of their own, so that the content security policy
 * can refuse all inline style. The colour is moved until it can be read on the site's grounds (WCAG 2.2, 1.4.3: 4.5 to 1). */
#include <math.h>

#include "core/crypto.h"
#include "handlers/site/handlers.h"

struct colour {
    double red, green, blue; /* 0 to 1, as in #rrggbb */
};

static const double READABLE = 4.6;              /* 4.5, and room for rounding */
static const struct colour plinth_by_day = {0.937, 0.914, 0.863}; /* static/site/css/tokens.css: the hardest ground of each scheme */
static const struct colour plinth_by_night = {0.125, 0.145, 0.176};

static bool colour_parse(struct str text, struct colour *out)
{
    uint8_t channel[3];
    if (text.n != 7 || text.p[0] != '#' || !hex_decode(str_slice(text, 1, 7), channel, sizeof channel))
        return false;
    *out = (struct colour){channel[0] / 255.0, channel[1] / 255.0, channel[2] / 255.0};
    return true;
}

static double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : pow((channel + 0.055) / 1.055, 2.4);
}

/* WCAG's relative luminance. */
static double luminance(struct colour c)
{
    return 0.2126 * linear(c.red) + 0.7152 * linear(c.green) + 0.0722 * linear(c.blue);
}

static double contrast(struct colour a, struct colour b)
{
    double lighter = fmax(luminance(a), luminance(b)), darker = fmin(luminance(a), luminance(b));
    return (lighter + 0.05) / (darker + 0.05);
}

static double towards(double channel, double end)
{
    return channel + (end - channel) * 0.04;
}

/* Black and white end the search: both grounds are far enough from one of them. */
static struct colour readable(struct colour colour, struct colour ground, double end)
{
    for (int step = 0; step < 200 && contrast(colour, ground) < READABLE; step++)
        colour = (struct colour){towards(colour.red, end), towards(colour.green, end), towards(colour.blue, end)};
    return colour;
}

static void write_accents(struct buf *out, struct colour c)
{
    unsigned red = (unsigned)lround(c.red * 255), green = (unsigned)lround(c.green * 255), blue = (unsigned)lround(c.blue * 255);
    buf_printf(out, ":root{--accent-site:#%02x%02x%02x;--accent-schematic:var(--accent-site);--accent-market:var(--accent-site)}", red, green, blue);
}

enum status theme_show(struct request *rq, struct response *rs)
{
    struct colour accent;
    rs->content_type = STR("text/css; charset=utf-8");
    if (!colour_parse(rq->config->site_accent, &accent))
        return rs->status = OK;
    write_accents(&rs->body, readable(accent, plinth_by_day, 0));
    buf_add(&rs->body, STR("@media (prefers-color-scheme:dark){"));
    write_accents(&rs->body, readable(accent, plinth_by_night, 1));
    buf_add(&rs->body, STR("}"));
    return rs->status = OK;
}
