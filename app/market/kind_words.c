#include "market/kind_words.h"

#include "core/utf8.h"

/* In the order of what says most: a Christmas flea market is a Christmas market, a "Floh- und Bauernmarkt" is a flea market. */
static const struct {
    enum found_kind kind;
    const char *words[22];
} kinds[] = {
    {FOUND_CHRISTMAS, {"jule", "weihnacht", "advent", "christmas", "xmas", "nikolausmarkt", "christkind"}},
    {FOUND_CAR_BOOT, {"bagagerum", "car boot", "carboot", "kofferraum", "boot sale", "baklucke"}},
    {FOUND_FLEA, {"loppe", "kræmmer", "kraemmer", "genbrug", "floh", "trödel", "troedel", "flea", "jumble", "second hand", "secondhand", "second-hand",
                  "brocante", "garage sale", "bric-a-brac", "gebraucht", "loppis", "rommelmarkt", "krims"}},
    {FOUND_ANTIQUES, {"antik", "antique", "samlermarked", "samlermesse", "sammler", "collectors", "vintage"}},
    {FOUND_FARMERS, {"bondemarked", "bauernmarkt", "bauernmärkt", "wochenmarkt", "wochenmärkt", "farmers", "farmer's", "grøntorv", "torvedag", "torvemarked",
                     "torvehal", "grüner markt", "biomarkt", "ökomarkt", "fischmarkt", "frischemarkt", "madmarked", "abendmarkt", "markttag", "street food", "viktualien"}},
    {FOUND_CRAFTS, {"kunsthånd", "håndværk", "kunsthand", "handwerk", "craft", "kreativmark", "kunstmark", "töpfer", "designmark", "stoffmark", "strik"}},
    {FOUND_FAIR, {"jahrmarkt", "kirmes", "messe", "dyrskue", "krammarkt", "volksfest", "krämermarkt", "marked og festival", " fair", "fair "}},
};

struct str fold_words(struct arena *arena, struct str text)
{
    char *out = arena_alloc(arena, text.n + 1);
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        bool latin = i > 0 && (unsigned char)text.p[i - 1] == 0xC3 && c >= 0x80 && c <= 0x9E && c != 0x97; /* À to Þ but for × */
        out[i] = latin ? (char)(c + 0x20) : ascii_lower(text.p[i]);
    }
    return (struct str){out, text.n};
}

enum found_kind kind_of_words(struct arena *arena, struct str text)
{
    struct str folded = fold_words(arena, text);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        for (size_t w = 0; w < sizeof kinds[i].words / sizeof *kinds[i].words && kinds[i].words[w]; w++)
            if (str_find(folded, str_of(kinds[i].words[w])) >= 0)
                return kinds[i].kind;
    return FOUND_KIND_ABSENT;
}
