# The Debian package: programs, static files, nginx's configuration and the units, for one machine with systemd.
install(FILES nginx/nginx.conf.in DESTINATION share/curio)
install(FILES app/image/policy.xml DESTINATION share/curio/magick)
install(DIRECTORY sql/migrations DESTINATION share/curio)
install(FILES nginx/headers.conf systemd/nginx/http-host.conf systemd/nginx/http-redirect.conf systemd/nginx/server-addresses.conf
        DESTINATION /etc/curio/nginx.d)
install(FILES systemd/curio.conf DESTINATION share/curio) # postinst copies it, once
install(DIRECTORY systemd/units/ DESTINATION lib/systemd/system)
install(FILES systemd/curio.sysusers DESTINATION lib/sysusers.d RENAME curio.conf)
install(FILES systemd/curio.tmpfiles DESTINATION lib/tmpfiles.d RENAME curio.conf)
install(FILES systemd/curio.logrotate DESTINATION /etc/logrotate.d RENAME curio)
install(PROGRAMS systemd/pool DESTINATION lib/curio)
install(FILES LICENSE DESTINATION share/doc/curio RENAME copyright)
install(FILES docs/operating.md DESTINATION share/doc/curio)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME curio)
set(CPACK_PACKAGE_CONTACT "The Curio project <curio@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "self-hosted home for collectors and makers")
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION web)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "nginx, spawn-fcgi, multiwatch, openssl, systemd, opencv-data, tzdata")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "postgresql, redis-server, clamav-daemon")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
    ${PROJECT_SOURCE_DIR}/systemd/debian/conffiles ${PROJECT_SOURCE_DIR}/systemd/debian/postinst
    ${PROJECT_SOURCE_DIR}/systemd/debian/prerm ${PROJECT_SOURCE_DIR}/systemd/debian/postrm)
include(CPack)
