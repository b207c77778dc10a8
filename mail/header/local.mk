libmail_a_SOURCES += \
	mail/header/addresses.c mail/header/addresses.h \
	mail/header/date.c mail/header/date.h \
	mail/header/encoded.c mail/header/encoded.h \
	mail/header/fields.c mail/header/fields.h \
	mail/header/head.c mail/header/head.h \
	mail/header/headers.c mail/header/headers.h \
	mail/header/loose-names.c mail/header/loose-names.h \
	mail/header/parameter.c mail/header/parameter.h

check_PROGRAMS += mail/header/test-addresses
mail_header_test_addresses_SOURCES = mail/header/test-addresses.c

check_PROGRAMS += mail/header/test-date
mail_header_test_date_SOURCES = mail/header/test-date.c

check_PROGRAMS += mail/header/test-encoded
mail_header_test_encoded_SOURCES = mail/header/test-encoded.c

check_PROGRAMS += mail/header/test-head
mail_header_test_head_SOURCES = mail/header/test-head.c

check_PROGRAMS += mail/header/test-parameter
mail_header_test_parameter_SOURCES = mail/header/test-parameter.c

check_PROGRAMS += mail/header/fuzz-addresses
mail_header_fuzz_addresses_SOURCES = mail/header/fuzz-addresses.c mail/test-corpus.c mail/test-corpus.h
