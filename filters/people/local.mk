libfilters_a_SOURCES += \
	filters/people/advocates.c filters/people/advocates.h \
	filters/people/contacts.c filters/people/contacts.h \
	filters/people/conversation.c filters/people/conversation.h \
	filters/people/customers.c filters/people/customers.h \
	filters/people/erase.c filters/people/erase.h \
	filters/people/organisation.c filters/people/organisation.h \
	filters/people/promise.c filters/people/promise.h \
	filters/people/promise-due.c filters/people/promise-due.h \
	filters/people/promise-phrases.c filters/people/promise-phrases.h \
	filters/people/retain.c filters/people/retain.h \
	filters/people/standing.c filters/people/standing.h

check_PROGRAMS += filters/people/test-promise
filters_people_test_promise_SOURCES = filters/people/test-promise.c

check_PROGRAMS += filters/people/test-advocates
filters_people_test_advocates_SOURCES = filters/people/test-advocates.c \
	store/test-rows.c store/test-rows.h

check_PROGRAMS += filters/people/test-customers
filters_people_test_customers_SOURCES = filters/people/test-customers.c

check_PROGRAMS += filters/people/test-standing
filters_people_test_standing_SOURCES = filters/people/test-standing.c \
	store/test-rows.c store/test-rows.h

check_PROGRAMS += filters/people/test-organisation
filters_people_test_organisation_SOURCES = filters/people/test-organisation.c

check_PROGRAMS += filters/people/test-answers
filters_people_test_answers_SOURCES = filters/people/test-answers.c \
	filters/test-mails.c filters/test-mails.h \
	store/test-rows.c store/test-rows.h

check_PROGRAMS += filters/people/test-people
filters_people_test_people_SOURCES = filters/people/test-people.c

nodist_libfilters_a_SOURCES += \
	filters/people/promise-words.c \
	filters/people/public-mail.c
EXTRA_DIST += data/promises.txt data/public-mail.txt
BUILT_SOURCES += filters/people/promise-words.c filters/people/public-mail.c
CLEANFILES += filters/people/promise-words.c filters/people/public-mail.c
filters/people/promise-words.c: data/promises.txt scripts/embed
	$(AM_V_GEN)$(MKDIR_P) $(@D) && cd $(srcdir) && $(SHELL) scripts/embed \
		filter_promise_words \
		data/promises.txt > $(abs_builddir)/$@.tmp && \
		mv $(abs_builddir)/$@.tmp $(abs_builddir)/$@
filters/people/public-mail.c: data/public-mail.txt scripts/embed
	$(AM_V_GEN)$(MKDIR_P) $(@D) && cd $(srcdir) && $(SHELL) scripts/embed filter_public_mail \
		data/public-mail.txt > $(abs_builddir)/$@.tmp && \
		mv $(abs_builddir)/$@.tmp $(abs_builddir)/$@
