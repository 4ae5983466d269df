#include "cli/pages.h"

#include "core/language.h"
#include "core/text.h"
#include "templates/site.h"

enum { PAGE_MOST = 64 * 1024 };

static const struct away {
    const char *name, *title, *lede, *advice;
    bool again;
} pages[] = {
    {"unavailable", N_("Just a moment"), N_("The site can't answer right now."),
     N_("It may be restarting, or there may be too many readers at once. Nothing that you had saved is lost. Wait a little, then load the page again."),
     true},
    {"too-large", N_("Too large"), N_("That is more than this site takes at once."), N_("Nothing was saved. Go back and choose a smaller file."), false},
    {"full", N_("No room at the moment"), N_("Our storage is full."),
     N_("Nothing was saved. Whoever looks after this site has to make room first; please try again later."), true},
};

static bool write_page(struct arena *arena, const char *folder, const struct away *page)
{
    struct buf html;
    struct str tag = language_at(language_spoken())->tag;
    struct str path = arena_printf(arena, "%s/%s." STR_FMT ".html", folder, page->name, STR_ARG(tag));
    FILE *file = fopen(path.p, "we");
    if (file == NULL)
        return false;
    buf_init(&html, PAGE_MOST);
    template_site_away(&html, tag, str_of(_(page->title)), str_of(_(page->lede)), str_of(_(page->advice)), page->again);
    bool written = !html.failed && fwrite(html.p, 1, html.n, file) == html.n;
    buf_free(&html);
    return (fclose(file) == 0) & written;
}

enum exit_code pages_write(struct cli *cli)
{
    cli->config.locale_dir = str_of(cli->arguments[0]);
    cli->config.run_dir = str_of(cli->arguments[1]);
    cli->config.language = STR("en");
    language_use(&cli->config);
    for (size_t i = 0; i < language_count(); i++) {
        language_speak(i);
        for (size_t p = 0; p < sizeof pages / sizeof *pages; p++)
            if (!write_page(cli->arena, cli->arguments[1], &pages[p]))
                return complain(_("%s cannot be written"), cli->arguments[1]);
    }
    return EXIT_DONE;
}
