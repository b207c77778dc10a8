noinst_LIBRARIES += libdigest.a
libdigest_a_SOURCES = \
	digest/alarm-words.c digest/alarm-words.h \
	digest/alarm.c digest/alarm.h \
	digest/chart.c digest/chart.h \
	digest/classify.c digest/classify.h \
	digest/department.c digest/department.h \
	digest/envelope.c digest/envelope.h \
	digest/error.c digest/error.h \
	digest/escalation.c digest/escalation.h \
	digest/finding.c digest/finding.h \
	digest/follow.c digest/follow.h \
	digest/foot.c digest/foot.h \
	digest/gather.c digest/gather.h \
	digest/item-html.c digest/item-html.h \
	digest/mail.c \
	digest/outage-alarm.c digest/outage-alarm.h \
	digest/outage-mail.c digest/outage-mail.h \
	digest/outage.c digest/outage.h \
	digest/outbox.c digest/outbox.h \
	digest/page.c digest/page.h \
	digest/plain.c digest/plain.h \
	digest/render-html.c \
	digest/render-text.c \
	digest/render.h \
	digest/report.c digest/report.h \
	digest/schedule.c digest/schedule.h \
	digest/select.c digest/select.h \
	digest/smtp.c digest/smtp.h \
	digest/smtp-server.c digest/smtp-server.h \
	digest/topic.c digest/topic.h \
	digest/words.c digest/words.h
nodist_libdigest_a_SOURCES = digest/pages.c

DIGEST_PAGES = \
	data/digest/page.html
EXTRA_DIST += $(DIGEST_PAGES)
BUILT_SOURCES += digest/pages.c
CLEANFILES += digest/pages.c
digest/pages.c: $(DIGEST_PAGES) scripts/embed
	$(AM_V_GEN)cd $(srcdir) && $(SHELL) scripts/embed digest_pages \
		$(DIGEST_PAGES) > $(abs_builddir)/$@.tmp && \
		mv $(abs_builddir)/$@.tmp $(abs_builddir)/$@

check_PROGRAMS += \
	digest/test-alarm \
	digest/test-chart \
	digest/test-department \
	digest/test-envelope \
	digest/test-escalation \
	digest/test-finding \
	digest/test-outage \
	digest/test-outbox \
	digest/test-schedule \
	digest/test-select \
	digest/test-smtp \
	digest/test-smtp-token \
	digest/test-words
DIGEST_TEST_PLACE = \
	digest/test-place.c digest/test-place.h \
	store/test-rows.c store/test-rows.h
digest_test_chart_SOURCES = digest/test-chart.c
digest_test_department_SOURCES = digest/test-department.c \
	$(DIGEST_TEST_PLACE)
digest_test_alarm_SOURCES = digest/test-alarm.c \
	$(DIGEST_TEST_PLACE)
digest_test_envelope_SOURCES = digest/test-envelope.c \
	$(DIGEST_TEST_PLACE)
digest_test_escalation_SOURCES = digest/test-escalation.c \
	$(DIGEST_TEST_PLACE)
digest_test_finding_SOURCES = digest/test-finding.c
digest_test_outage_SOURCES = digest/test-outage.c \
	$(DIGEST_TEST_PLACE)
digest_test_outbox_SOURCES = digest/test-outbox.c \
	$(DIGEST_TEST_PLACE)
digest_test_schedule_SOURCES = digest/test-schedule.c \
	$(DIGEST_TEST_PLACE)
digest_test_select_SOURCES = digest/test-select.c
digest_test_smtp_SOURCES = digest/test-smtp.c \
	digest/test-smtp-server.c digest/test-smtp-server.h
digest_test_smtp_token_SOURCES = digest/test-smtp-token.c \
	digest/test-smtp-server.c digest/test-smtp-server.h \
	net/test-oauthd.c net/test-oauthd.h
digest_test_words_SOURCES = digest/test-words.c
# Written by digest/test-department and -escalation under TRIBUNE_GOLDEN=write.
EXTRA_DIST += \
	digest/golden/alarm.html digest/golden/alarm.txt \
	digest/golden/alarms.html digest/golden/alarms.txt \
	digest/golden/outage.html digest/golden/outage.txt \
	digest/golden/busy.html digest/golden/busy.txt \
	digest/golden/first.html digest/golden/first.txt \
	digest/golden/quiet.html digest/golden/quiet.txt
