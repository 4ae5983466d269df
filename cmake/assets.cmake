# Everything under static/ becomes files named by their content, gzipped copies beside them for nginx's gzip_static, and a C
# table that knows the names. Fonts are cut from Debian's font packages, icons are taken from its bootstrap-icons; nothing is fetched.
find_program(CURIO_ESBUILD esbuild REQUIRED)
find_program(CURIO_PYFTSUBSET pyftsubset REQUIRED)
find_program(CURIO_GZIP gzip REQUIRED)
set(CURIO_BOOTSTRAP_ICONS /usr/share/bootstrap-icons/svg CACHE PATH "SVG files of the package bootstrap-icons")
set(CURIO_LEAFLET /usr/share/javascript/leaflet CACHE PATH "Leaflet as the package libjs-leaflet has it")

set(CURIO_ASSET_WORK ${CMAKE_BINARY_DIR}/assets)
set(CURIO_STATIC ${CMAKE_BINARY_DIR}/static)
set(CURIO_ASSET_SOURCES ${CMAKE_BINARY_DIR}/generated/assets.c)
file(MAKE_DIRECTORY ${CURIO_ASSET_WORK} ${CURIO_STATIC}/site ${CMAKE_BINARY_DIR}/generated)

# A face is subset once: Latin with its extension, punctuation and a few signs. Package versions keep the files in different
# places and formats, so the first of NAMES that is found under the font folders is taken.
set(CURIO_LATIN U+0020-007E,U+00A0-017F,U+0218-021B,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+202F,U+2030,U+2039-203A,U+20AC,U+2122,U+2190-2193,U+2212)
function(curio_font name unicodes features)
    find_file(CURIO_FONT_${name} NAMES ${ARGN} REQUIRED NO_DEFAULT_PATH
        PATHS /usr/share/fonts /usr/local/share/fonts
        PATH_SUFFIXES opentype/ebgaramond opentype/inter truetype/inter truetype/jetbrains-mono opentype/jetbrains-mono)
    add_custom_command(
        OUTPUT ${CURIO_ASSET_WORK}/${name}.woff2
        COMMAND ${CURIO_PYFTSUBSET} ${CURIO_FONT_${name}} --unicodes=${unicodes} --layout-features=${features} --flavor=woff2
                --output-file=${CURIO_ASSET_WORK}/${name}.woff2
        DEPENDS ${CURIO_FONT_${name}} VERBATIM)
    set(CURIO_FONTS ${CURIO_FONTS} ${CURIO_ASSET_WORK}/${name}.woff2 PARENT_SCOPE)
endfunction()
curio_font(display "${CURIO_LATIN}" kern,liga,ccmp,locl,lnum,onum EBGaramond12-Regular.otf EBGaramond-Regular.otf EBGaramond-Regular.ttf)
curio_font(text "${CURIO_LATIN}" kern,ccmp,locl,tnum Inter-Regular.otf Inter-Regular.ttf)
curio_font(text-bold "${CURIO_LATIN}" kern,ccmp,locl,tnum Inter-SemiBold.otf Inter-SemiBold.ttf)
curio_font(figures "U+0020-007E,U+00A0,U+00B7,U+00D7,U+202F,U+2026" zero JetBrainsMono-Regular.ttf JetBrainsMono-Regular.otf)

file(GLOB_RECURSE CURIO_STATIC_SOURCES CONFIGURE_DEPENDS static/*)
add_custom_command(
    OUTPUT ${CURIO_ASSET_SOURCES}
    COMMAND ${CMAKE_COMMAND} -DSOURCE=${PROJECT_SOURCE_DIR}/static -DWORK=${CURIO_ASSET_WORK} -DOUT=${CURIO_STATIC} -DTABLE=${CURIO_ASSET_SOURCES}
            -DICONS=${CURIO_BOOTSTRAP_ICONS} -DLEAFLET=${CURIO_LEAFLET} -DESBUILD=${CURIO_ESBUILD} -DGZIP=${CURIO_GZIP} -P ${PROJECT_SOURCE_DIR}/cmake/assets_make.cmake
    DEPENDS ${CURIO_STATIC_SOURCES} ${CURIO_FONTS} ${PROJECT_SOURCE_DIR}/cmake/assets_make.cmake VERBATIM)
add_custom_target(curio_assets DEPENDS ${CURIO_ASSET_SOURCES})
install(DIRECTORY ${CURIO_STATIC}/ DESTINATION share/curio/static)
