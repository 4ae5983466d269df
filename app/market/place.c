#include "market/place.h"

#include "market/kind_words.h"

enum { PARTS_MOST = 6 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "8680", "DK-8680", "14482", "D-14482": four or five digits. */
static bool is_postcode(struct str word)
{
    struct str country, digits;
    if (str_cut(word, '-', &country, &digits) && country.n >= 1 && country.n <= 2)
        word = digits;
    if (word.n < 4 || word.n > 5)
        return false;
    for (size_t i = 0; i < word.n; i++)
        if (!is_digit(word.p[i]))
            return false;
    return true;
}

/* A street is told by the number of the house behind it; halls are numbered as well. */
static bool has_number(struct str part)
{
    if (part.n > 3 && str_equal_ignoring_case(str_slice(part, 0, 3), STR("hal")))
        return false;
    for (size_t i = 1; i < part.n; i++)
        if (is_digit(part.p[i]) && part.p[i - 1] == ' ')
            return true;
    return false;
}

/* What stands at the begin of the part: "8680 Ry", "14482". */
static bool take_town(struct draft *draft, struct str part)
{
    struct str code, town;
    str_cut(part, ' ', &code, &town);
    if (!is_postcode(code))
        return false;
    draft_fill(draft, FOUND_POSTCODE, code);
    if (str_trim(town).n)
        draft_fill(draft, FOUND_TOWN, str_trim(town));
    return true;
}

static size_t parts_of(struct str address, struct str parts[PARTS_MOST])
{
    size_t count = 0;
    while (address.n && count < PARTS_MOST) {
        struct str part;
        str_cut(address, ',', &part, &address);
        part = str_trim(part);
        if (part.n)
            parts[count++] = part;
    }
    return address.n ? 0 : count;
}

void place_complete(struct draft *draft)
{
    struct str parts[PARTS_MOST], address = draft->found.address;
    size_t count = parts_of(address, parts), known = count;
    if (!address.n || draft_has(draft, FOUND_STREET) || draft_has(draft, FOUND_POSTCODE))
        return;
    for (size_t i = count; i-- > 0;)
        if (take_town(draft, parts[i])) {
            known = i; /* behind it stand region and country */
            break;
        }
    for (size_t i = 0; i < known; i++)
        if (has_number(parts[i])) {
            draft_fill(draft, FOUND_STREET, parts[i]);
            known = i;
            break;
        }
    if (known > 0)
        draft_fill(draft, FOUND_PLACE, parts[0]);
}
