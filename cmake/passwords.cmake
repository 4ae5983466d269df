# Makes the table of core/common_passwords.h. The list is the one of zxcvbn (30,000 passwords in the order of how often
# leaks held them), as Debian's libdata-password-zxcvbn-perl has it in 12 and in 13; only those long enough to be accepted
# otherwise matter.
# Runs twice: included by CMakeLists.txt it adds the rule, with -D LIST and OUT it is the rule.
if(NOT DEFINED OUT)
    set(CURIO_PASSWORD_LIST /usr/share/perl5/Data/Password/zxcvbn/RankedDictionaries/Common.pm)
    if(NOT EXISTS ${CURIO_PASSWORD_LIST})
        message(FATAL_ERROR "${CURIO_PASSWORD_LIST} is missing: install libdata-password-zxcvbn-perl")
    endif()
    set(CURIO_PASSWORD_SOURCE ${CMAKE_BINARY_DIR}/generated/core/common_passwords.c)
    add_custom_command(
        OUTPUT ${CURIO_PASSWORD_SOURCE}
        COMMAND ${CMAKE_COMMAND} -D LIST=${CURIO_PASSWORD_LIST} -D OUT=${CURIO_PASSWORD_SOURCE} -P ${CMAKE_CURRENT_LIST_FILE}
        DEPENDS ${CURIO_PASSWORD_LIST} ${CMAKE_CURRENT_LIST_FILE} VERBATIM)
    return()
endif()

cmake_policy(VERSION 3.25)
file(STRINGS ${LIST} words REGEX "^ *'[^']+' => [0-9]+,$") # 'password' => rank,
list(TRANSFORM words REPLACE "^ *'([^']+)' => [0-9]+,$" "\\1")
string(REPEAT "[!#-:<-Z^-~]" 8 eight) # printable, and nothing that CMake or C would take for its own
list(FILTER words INCLUDE REGEX "^${eight}[!#-:<-Z^-~]*$")
list(LENGTH words count)
if(count LESS 5000)
    message(FATAL_ERROR "${LIST} is not as expected: only ${count} passwords of 8 characters and more")
endif()
list(TRANSFORM words TOLOWER)
list(SORT words COMPARE STRING CASE SENSITIVE)
list(REMOVE_DUPLICATES words)
list(JOIN words "\",\n    \"" entries)
file(WRITE ${OUT}.new "#include \"core/common_passwords.h\"\n\nconst char *const common_passwords[] = {\n    \"${entries}\",\n};\n"
     "const size_t common_password_count = sizeof common_passwords / sizeof *common_passwords;\n")
file(RENAME ${OUT}.new ${OUT})
