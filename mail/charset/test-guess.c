#include "mail/charset/guess.h"

#include "mail/charset/charset.h"

#include <glib.h>
#include <string.h>

typedef struct {
	const char *text; /* UTF-8 */
	const char *charset, *guess;
} Row;

#define JAPANESE "注文した商品がまだ届きません。確認してください。"
#define KOREAN "주문한 상품이 아직 도착하지 않았습니다."
#define CHINESE "您好，我的订单还没有收到，请帮我查询一下。"
#define TAIWANESE "您好，我的訂單還沒有收到，請幫我查詢一下。"
#define RUSSIAN "Здравствуйте! Заказ так и не пришёл, а деньги списаны."

static void
test_knows_what_is_written(void)
{
	static const Row rows[] = {
		{ JAPANESE, "EUC-JP", "EUC-JP" },
		{ JAPANESE, "CP932", "CP932" },
		{ JAPANESE, "ISO-2022-JP", "ISO-2022-JP" },
		{ JAPANESE, "UTF-8", "UTF-8" },
		{ KOREAN, "EUC-KR", "CP949" },
		{ KOREAN, "ISO-2022-KR", "ISO-2022-KR" },
		{ CHINESE, "GB2312", "GB18030" },
		{ TAIWANESE, "BIG5", "BIG5-HKSCS" },
		{ RUSSIAN, "WINDOWS-1251", "WINDOWS-1251" },
		{ RUSSIAN, "KOI8-R", "KOI8-R" },
		{ "Die Hasen und die Frösche: Müßiggang, Ärger, Öl.",
		    "ISO-8859-1", "WINDOWS-1252" },
		{ "Perché la città è più là? Così è, né più né già.",
		    "ISO-8859-1", "WINDOWS-1252" },
		{ "À Noël, où l'été a été gâché, ça coûte 5 €.", "WINDOWS-1252",
		    "WINDOWS-1252" },
		{ "A informação não está à mão: três ações.", "ISO-8859-1",
		    "WINDOWS-1252" },
		{ "Þú ættir að sjá það, ykist þjófum nú.", "ISO-8859-1",
		    "WINDOWS-1252" },
		{ "«««««««««« °°°°°°°°°°", "ISO-8859-1", "WINDOWS-1252" },
		{ "It costs £750, isn’t it – “cheap”…", "WINDOWS-1252",
		    "WINDOWS-1252" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		gsize length;
		g_autofree char *bytes = g_convert(rows[i].text, -1,
		    rows[i].charset, "UTF-8", NULL, &length, NULL);

		g_assert_nonnull(bytes);
		g_assert_cmpstr(
		    mail_guess_charset(bytes, length), ==, rows[i].guess);
	}
}

/* What is said to be in a charset of two bytes a character, and is not. */
static void
test_utf8_under_another_name_is_seen(void)
{
	static const char *const charsets[] = { "gb2312", "big5", "euc-kr",
		"shift_jis", "euc-jp", "iso-2022-jp" };

	for (size_t i = 0; i < G_N_ELEMENTS(charsets); i++) {
		MailCharsetFaults faults = { .guessed = false };
		g_autoptr(GString) text = mail_charset_decode(
		    CHINESE, strlen(CHINESE), charsets[i], &faults);

		g_assert_cmpstr(text->str, ==, CHINESE);
		g_assert_true(faults.guessed);
	}
}

static void
test_signs_of_microsoft_are_read(void)
{
	static const char *const rows[][2] = {
		{ "\033$B-!\033(B", "①" },
		{ "\033$By_\033(B", "﨏" },
		{ "\033$B$\"-j\033(BA\033(I1\033(B", "あ㈱Aｱ" },
		{ "\033$B-!\n$\"", "①\n$\"" },
		{ "\033$B-!\033$(D0!\033(J!", "①?!" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		MailCharsetFaults faults = { .guessed = false };
		g_autoptr(GString) text = mail_charset_decode(
		    rows[i][0], strlen(rows[i][0]), "iso-2022-jp", &faults);

		g_assert_cmpstr(text->str, ==, rows[i][1]);
		g_assert_false(faults.guessed || faults.replaced);
	}
}

static void
test_little_is_never_taken_for_much(void)
{
	for (int first = 0x80; first <= 0xff; first++)
		for (int second = 0; second <= 0xff; second++) {
			char bytes[] = { (char)first, (char)second };
			const char *guess =
			    mail_guess_charset(bytes, sizeof bytes);

			g_assert_true(strcmp(guess, "UTF-8") == 0 ||
			              strcmp(guess, "WINDOWS-1252") == 0);
		}
	g_assert_cmpstr(mail_guess_charset("", 0), ==, "UTF-8");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/mail/guess/languages", test_knows_what_is_written);
	g_test_add_func(
	    "/mail/guess/utf-8", test_utf8_under_another_name_is_seen);
	g_test_add_func(
	    "/mail/guess/microsoft", test_signs_of_microsoft_are_read);
	g_test_add_func(
	    "/mail/guess/little", test_little_is_never_taken_for_much);
	return g_test_run();
}
