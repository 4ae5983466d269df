# `ninja pot` collects every visible text of the sources and the compiled templates into build/…/curio.pot; each po/LANGUAGE.po becomes
# a catalogue that gettext finds below the configured locale folder.
find_program(XGETTEXT xgettext)
find_program(MSGFMT msgfmt)
file(GLOB_RECURSE translated CONFIGURE_DEPENDS app/*.c handlers/*.c)
list(FILTER translated EXCLUDE REGEX "/app/tools/")
list(TRANSFORM translated REPLACE "^${PROJECT_SOURCE_DIR}/" "")
if(XGETTEXT)
    add_custom_target(pot
        COMMAND ${XGETTEXT} --language=C --from-code=UTF-8 --keyword=_ --keyword=N_ --keyword=ngettext_:1,2 --keyword=COUNTED:1,2 --keyword=NC_:1c,2 --keyword=context_:1c,2 --add-comments=translators:
                --package-name=curio --package-version=${PROJECT_VERSION} --sort-by-file --output=${CMAKE_BINARY_DIR}/curio.pot
                ${translated} ${CURIO_TEMPLATE_SOURCES}
        WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} DEPENDS ${CURIO_TEMPLATE_SOURCES} VERBATIM)
endif()

file(GLOB catalogues CONFIGURE_DEPENDS po/*.po)
set(compiled)
foreach(po ${catalogues})
    get_filename_component(language ${po} NAME_WE)
    set(folder ${CMAKE_BINARY_DIR}/locale/${language}/LC_MESSAGES)
    file(MAKE_DIRECTORY ${folder})
    add_custom_command(OUTPUT ${folder}/curio.mo COMMAND ${MSGFMT} --check --output-file=${folder}/curio.mo ${po} DEPENDS ${po} VERBATIM)
    list(APPEND compiled ${folder}/curio.mo)
    install(FILES ${folder}/curio.mo DESTINATION share/locale/${language}/LC_MESSAGES)
endforeach()
add_custom_target(curio_translations ALL DEPENDS ${compiled})

# What nginx shows while the programs can't, in every language.
add_custom_command(OUTPUT ${CURIO_STATIC}/site/unavailable.en.html
    COMMAND curio pages ${CMAKE_BINARY_DIR}/locale ${CURIO_STATIC}/site DEPENDS curio ${CURIO_ASSET_SOURCES} ${compiled} VERBATIM)
add_custom_target(curio_pages ALL DEPENDS ${CURIO_STATIC}/site/unavailable.en.html)
