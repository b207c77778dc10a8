libmail_a_SOURCES += \
	mail/mime/attach.c mail/mime/attach.h \
	mail/mime/body.c mail/mime/body.h \
	mail/mime/bound.c mail/mime/bound.h \
	mail/mime/boundary.c mail/mime/boundary.h \
	mail/mime/calendar.c mail/mime/calendar.h \
	mail/mime/content.c mail/mime/content.h \
	mail/mime/flowed.c mail/mime/flowed.h \
	mail/mime/head-end.c mail/mime/head-end.h \
	mail/mime/hollow.c mail/mime/hollow.h \
	mail/mime/lossy.c mail/mime/lossy.h \
	mail/mime/mend.c mail/mime/mend.h \
	mail/mime/part.c mail/mime/part.h \
	mail/mime/part-name.c mail/mime/part-name.h \
	mail/mime/plain.c mail/mime/plain.h \
	mail/mime/scan.c mail/mime/scan.h \
	mail/mime/source.c mail/mime/source.h \
	mail/mime/stub.c mail/mime/stub.h \
	mail/mime/text-part.c mail/mime/text-part.h \
	mail/mime/tree.c mail/mime/tree.h \
	mail/mime/uuencode.c mail/mime/uuencode.h

check_PROGRAMS += mail/mime/test-body
mail_mime_test_body_SOURCES = mail/mime/test-body.c mail/test-mail.c mail/test-mail.h

check_PROGRAMS += mail/mime/test-boundary
mail_mime_test_boundary_SOURCES = mail/mime/test-boundary.c mail/test-mail.c mail/test-mail.h

check_PROGRAMS += mail/mime/test-content
mail_mime_test_content_SOURCES = mail/mime/test-content.c

check_PROGRAMS += mail/mime/test-flowed
mail_mime_test_flowed_SOURCES = mail/mime/test-flowed.c

check_PROGRAMS += mail/mime/test-lossy
mail_mime_test_lossy_SOURCES = mail/mime/test-lossy.c

check_PROGRAMS += mail/mime/test-plain
mail_mime_test_plain_SOURCES = mail/mime/test-plain.c mail/mime/test-tree.c mail/mime/test-tree.h

check_PROGRAMS += mail/mime/test-scan
mail_mime_test_scan_SOURCES = mail/mime/test-scan.c

check_PROGRAMS += mail/mime/test-source
mail_mime_test_source_SOURCES = mail/mime/test-source.c

check_PROGRAMS += mail/mime/test-uuencode
mail_mime_test_uuencode_SOURCES = mail/mime/test-uuencode.c

check_PROGRAMS += mail/mime/fuzz-plain
mail_mime_fuzz_plain_SOURCES = mail/mime/fuzz-plain.c mail/test-corpus.c mail/test-corpus.h mail/mime/test-tree.c mail/mime/test-tree.h
