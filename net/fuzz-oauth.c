/* Takes any bytes for a token server's answer and for the address that a
 * browser comes back to. With libFuzzer (-fsanitize=fuzzer and
 * -DTRIBUNE_FUZZER) it is a fuzz target; else it reads what is in net/corpus.
 */
#include "core/autoptr.h"
#include "core/text.h"
#include "core/url.h"
#include "net/error.h"
#include "net/oauth-answer.h"
#include "net/oauth-code.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
assert_token(const char *token)
{
	g_assert_cmpuint(strlen(token), <=, NET_OAUTH_TOKEN_BYTES);
	g_assert_cmpuint(strlen(token), >, 0);
	for (; *token; token++)
		g_assert_true(g_ascii_isgraph(*token));
}

static void
read_tokens(const json_t *answer)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(NetOAuthTokens) tokens = NULL;

	if (!net_oauth_read_tokens(answer, &tokens, &error)) {
		g_assert_error(error, NET_ERROR, NET_ERROR_NETWORK);
		return;
	}
	assert_token(tokens->access_token);
	if (tokens->refresh_token)
		assert_token(tokens->refresh_token);
	g_assert_cmpint(tokens->expires_in_s, >=, 0);
	g_assert_cmpint(tokens->expires_in_s, <=, 86400);
}

static void
read_device(const json_t *answer)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(NetOAuthDevice) device = NULL;

	if (!net_oauth_read_device(answer, &device, &error)) {
		g_assert_error(error, NET_ERROR, NET_ERROR_NETWORK);
		return;
	}
	assert_token(device->device_code);
	g_assert_true(core_url_is_safe(device->address));
	g_assert_cmpuint(strlen(device->user_code), >, 0);
	g_assert_true(
	    core_text_is_clean(device->user_code, strlen(device->user_code)));
	g_assert_null(strpbrk(device->user_code, "\n\t"));
	g_assert_cmpint(device->interval_s, >=, 1);
	g_assert_cmpint(device->interval_s, <=, 60);
}

static void
judge(const json_t *answer)
{
	static const int statuses[] = { 200, 400, 503 };

	for (unsigned i = 0; i < G_N_ELEMENTS(statuses); i++) {
		g_autoptr(GError) error = NULL;
		NetOAuthVerdict verdict =
		    net_oauth_judge(statuses[i], answer, &error);

		g_assert_cmpint(
		    verdict == NET_OAUTH_REFUSED, ==, error != NULL);
		if (error)
			g_assert_true(core_text_is_clean(
			    error->message, strlen(error->message)));
	}
}

static void
find_code(const char *address)
{
	static char verifier[] = "v", state[] = "s", redirect[] = "r";
	const NetOAuthCode login = { verifier, state, redirect };
	g_autoptr(GError) error = NULL;
	g_autofree char *code = NULL;

	if (net_oauth_code_find(&login, address, &code, &error))
		return;
	g_assert_error(error, NET_ERROR, NET_ERROR_AUTH);
	g_assert_null(code);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(json_t) answer =
	    json_loadb((const char *)data, size, JSON_REJECT_DUPLICATES, NULL);
	g_autofree char *address = g_strndup((const char *)data, size);

	if (json_is_object(answer)) {
		judge(answer);
		read_tokens(answer);
		read_device(answer);
	}
	find_code(address);
	return 0;
}

#ifndef TRIBUNE_FUZZER
/* Each seed as it is, and with bytes changed or cut off by chance, but the same
 * each time. */
static void
test_seeds_and_bent_ones_are_read(void)
{
	static const char *const names[] = { "tokens.json", "device.json",
		"refusal.json", "redirect.txt", "denied.txt" };
	const char *top = g_getenv("top_srcdir");
	g_autoptr(GRand) rand = g_rand_new_with_seed(42);

	for (unsigned i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *path = g_build_filename(
		    top ? top : ".", "net", "corpus", names[i], NULL);
		g_autofree char *seed = NULL;
		size_t length;

		g_assert_true(g_file_get_contents(path, &seed, &length, NULL));
		(void)LLVMFuzzerTestOneInput((uint8_t *)seed, length);
		for (int n = 0; n < 1000; n++) {
			g_autofree char *bent = g_memdup2(seed, length);
			int at = g_rand_int_range(rand, 0, (int)length);

			bent[at] = (char)g_rand_int_range(rand, 0, 256);
			(void)LLVMFuzzerTestOneInput(
			    (uint8_t *)bent, n % 4 ? length : (size_t)at);
		}
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/net/oauth/seeds", test_seeds_and_bent_ones_are_read);
	return g_test_run();
}
#endif
