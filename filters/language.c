#include "filters/language.h"

#include "filters/words.h"

#include <stdlib.h>
#include <string.h>

#define LANGUAGES 4
#define WORD_BYTES 15

/* Words looked at: more say no more, and a long mail should cost no more. */
#define WORDS_MAX 400
#define HITS_MIN 3

enum { EN = 1, DE = 2, ES = 4, FR = 8 };

typedef struct {
	char word[WORD_BYTES + 1]; /* folded */
	unsigned char languages;   /* 0: courtesy, in whatever language */
} StopWord;

/* Sorted, for bsearch(). */
static const StopWord table[] = { { "a", EN | ES | FR }, { "ab", DE },
	{ "abend", 0 }, { "aber", DE }, { "about", EN }, { "above", EN },
	{ "across", EN }, { "afin", FR }, { "after", EN }, { "afternoon", 0 },
	{ "again", EN }, { "against", EN }, { "ai", FR }, { "ainsi", FR },
	{ "al", ES }, { "algo", ES }, { "algun", ES }, { "alguna", ES },
	{ "algunas", ES }, { "alguno", ES }, { "algunos", ES }, { "all", EN },
	{ "alle", DE }, { "allem", DE }, { "allen", DE }, { "aller", DE },
	{ "alles", DE }, { "almost", EN }, { "along", EN }, { "alors", FR },
	{ "already", EN }, { "als", DE }, { "also", EN | DE },
	{ "although", EN }, { "always", EN }, { "am", EN | DE },
	{ "among", EN }, { "an", EN | DE }, { "and", EN }, { "andere", DE },
	{ "anderen", DE }, { "anderer", DE }, { "anderes", DE },
	{ "another", EN }, { "ante", ES }, { "antes", ES }, { "any", EN },
	{ "anybody", EN }, { "anyone", EN }, { "anything", EN },
	{ "apres", FR }, { "aqui", ES }, { "are", EN }, { "aren", EN },
	{ "around", EN }, { "as", EN | FR }, { "asi", ES }, { "at", EN },
	{ "atentamente", 0 }, { "au", FR }, { "auch", DE }, { "aucun", FR },
	{ "aucune", FR }, { "auf", DE }, { "aun", ES }, { "aunque", ES },
	{ "aus", DE }, { "aussi", FR }, { "autre", FR }, { "autres", FR },
	{ "aux", FR }, { "avant", FR }, { "avec", FR }, { "avez", FR },
	{ "avoir", FR }, { "avons", FR }, { "away", EN }, { "back", EN },
	{ "be", EN }, { "because", EN }, { "been", EN }, { "before", EN },
	{ "bei", DE }, { "beim", DE }, { "being", EN }, { "below", EN },
	{ "best", 0 }, { "beste", 0 }, { "between", EN }, { "bien", ES },
	{ "bin", DE }, { "bis", DE }, { "bist", DE }, { "bitte", DE },
	{ "bonjour", 0 }, { "bonne", 0 }, { "bonsoir", 0 }, { "both", EN },
	{ "buenas", 0 }, { "buenos", 0 }, { "but", EN }, { "by", EN },
	{ "c", FR }, { "ca", FR }, { "cada", ES }, { "came", EN },
	{ "can", EN }, { "cannot", EN }, { "car", FR }, { "casi", ES },
	{ "ce", FR }, { "cela", FR }, { "celle", FR }, { "celles", FR },
	{ "celui", FR }, { "ces", FR }, { "cet", FR }, { "cette", FR },
	{ "ceux", FR }, { "chaque", FR }, { "cheers", 0 }, { "chez", FR },
	{ "com", 0 }, { "comme", FR }, { "comment", FR }, { "como", ES },
	{ "con", ES }, { "contra", ES }, { "cordial", 0 },
	{ "cordialement", 0 }, { "cordialmente", 0 }, { "could", EN },
	{ "couldn", EN }, { "cual", ES }, { "cuales", ES }, { "cuando", ES },
	{ "cuanto", ES }, { "d", EN | FR }, { "da", DE }, { "dabei", DE },
	{ "dadurch", DE }, { "dafur", DE }, { "dagegen", DE }, { "daher", DE },
	{ "damen", 0 }, { "damit", DE }, { "danach", DE }, { "dank", 0 },
	{ "danke", 0 }, { "dann", DE }, { "dans", FR }, { "daran", DE },
	{ "darauf", DE }, { "darum", DE }, { "das", DE }, { "dass", DE },
	{ "davon", DE }, { "dazu", DE }, { "de", ES | FR }, { "dear", 0 },
	{ "dein", DE }, { "deine", DE }, { "del", ES }, { "dem", DE },
	{ "den", DE }, { "denn", DE }, { "depuis", FR }, { "der", DE },
	{ "deren", DE }, { "des", DE | FR }, { "desde", ES }, { "deshalb", DE },
	{ "dessen", DE }, { "deux", FR }, { "dias", 0 }, { "dich", DE },
	{ "did", EN }, { "didn", EN }, { "die", DE }, { "dies", DE },
	{ "diese", DE }, { "diesem", DE }, { "diesen", DE }, { "dieser", DE },
	{ "dieses", DE }, { "dir", DE }, { "do", EN }, { "doch", DE },
	{ "does", EN }, { "doesn", EN }, { "doing", EN }, { "dois", FR },
	{ "doit", FR }, { "don", EN }, { "donc", FR }, { "donde", ES },
	{ "done", EN }, { "dont", FR }, { "dort", DE }, { "dos", ES },
	{ "down", EN }, { "du", DE | FR }, { "durante", ES }, { "durch", DE },
	{ "during", EN }, { "e", ES }, { "each", EN }, { "ein", DE },
	{ "eine", DE }, { "einem", DE }, { "einen", DE }, { "einer", DE },
	{ "eines", DE }, { "einfach", DE }, { "einige", DE }, { "einmal", DE },
	{ "either", EN }, { "el", ES }, { "ella", ES }, { "ellas", ES },
	{ "elle", FR }, { "elles", FR }, { "ellos", ES }, { "else", EN },
	{ "en", ES | FR }, { "encore", FR }, { "enough", EN },
	{ "entre", ES | FR }, { "er", DE }, { "era", ES }, { "eran", ES },
	{ "es", DE | ES | FR }, { "esa", ES }, { "esas", ES }, { "ese", ES },
	{ "eso", ES }, { "esos", ES }, { "est", FR }, { "esta", ES },
	{ "estaba", ES }, { "estan", ES }, { "estar", ES }, { "estas", ES },
	{ "este", ES }, { "estimada", 0 }, { "estimado", 0 },
	{ "estimados", 0 }, { "esto", ES }, { "estos", ES }, { "estoy", ES },
	{ "et", FR }, { "etaient", FR }, { "etait", FR }, { "etant", FR },
	{ "ete", FR }, { "etes", FR }, { "etre", FR }, { "etwas", DE },
	{ "eu", FR }, { "euch", DE }, { "euer", DE }, { "eure", DE },
	{ "eux", FR }, { "even", EN }, { "evening", 0 }, { "ever", EN },
	{ "every", EN }, { "everything", EN }, { "faire", FR }, { "fait", FR },
	{ "faut", FR }, { "favor", 0 }, { "few", EN }, { "first", EN },
	{ "for", EN }, { "freundliche", 0 }, { "freundlichen", 0 },
	{ "from", EN }, { "fue", ES }, { "fueron", ES }, { "fur", DE },
	{ "further", EN }, { "gar", DE }, { "geehrte", 0 }, { "geehrter", 0 },
	{ "gegen", DE }, { "geht", DE }, { "gerade", DE }, { "gern", DE },
	{ "get", EN }, { "gets", EN }, { "getting", EN }, { "gibt", DE },
	{ "give", EN }, { "given", EN }, { "go", EN }, { "goes", EN },
	{ "going", EN }, { "gone", EN }, { "got", EN }, { "gracias", 0 },
	{ "greetings", 0 }, { "gruss", 0 }, { "grusse", 0 }, { "grussen", 0 },
	{ "guten", 0 }, { "ha", ES }, { "habe", DE }, { "haben", DE },
	{ "haber", ES }, { "habia", ES }, { "hace", ES }, { "hacer", ES },
	{ "hacia", ES }, { "had", EN }, { "hadn", EN }, { "hallo", 0 },
	{ "han", ES }, { "has", EN }, { "hasn", EN }, { "hasta", ES },
	{ "hat", DE }, { "hatte", DE }, { "hatten", DE }, { "have", EN },
	{ "haven", EN }, { "having", EN }, { "hay", ES }, { "he", EN | ES },
	{ "hello", 0 }, { "help", 0 }, { "hemos", ES }, { "her", EN },
	{ "here", EN }, { "herren", 0 }, { "hers", EN }, { "herself", EN },
	{ "hey", 0 }, { "hi", 0 }, { "hier", DE }, { "him", EN },
	{ "himself", EN }, { "hin", DE }, { "hinter", DE }, { "his", EN },
	{ "hola", 0 }, { "hope", 0 }, { "how", EN }, { "however", EN },
	{ "hoy", ES }, { "http", 0 }, { "https", 0 }, { "i", EN },
	{ "ich", DE }, { "if", EN }, { "ihm", DE }, { "ihn", DE },
	{ "ihnen", DE }, { "ihr", DE }, { "ihre", DE }, { "ihrem", DE },
	{ "ihren", DE }, { "ihrer", DE }, { "il", FR }, { "ils", FR },
	{ "im", DE }, { "immer", DE }, { "in", EN | DE }, { "ins", DE },
	{ "into", EN }, { "is", EN }, { "isn", EN }, { "ist", DE },
	{ "it", EN }, { "its", EN }, { "itself", EN }, { "j", FR },
	{ "ja", DE }, { "jamais", FR }, { "je", FR }, { "jede", DE },
	{ "jedem", DE }, { "jeden", DE }, { "jeder", DE }, { "jedes", DE },
	{ "jetzt", DE }, { "journee", 0 }, { "jusqu", FR }, { "just", EN },
	{ "kann", DE }, { "kannst", DE }, { "keep", EN }, { "kein", DE },
	{ "keine", DE }, { "keinen", DE }, { "keiner", DE }, { "kept", EN },
	{ "kind", 0 }, { "know", EN }, { "konnen", DE }, { "konnte", DE },
	{ "konnten", DE }, { "l", FR }, { "la", ES | FR }, { "las", ES },
	{ "last", EN }, { "le", ES | FR }, { "least", EN }, { "leider", DE },
	{ "les", ES | FR }, { "less", EN }, { "let", EN }, { "leur", FR },
	{ "leurs", FR }, { "liebe", 0 }, { "like", EN }, { "ll", EN },
	{ "lo", ES }, { "lors", FR }, { "lorsque", FR }, { "los", ES },
	{ "lui", FR }, { "m", EN | FR }, { "ma", FR }, { "machen", DE },
	{ "madam", 0 }, { "madame", 0 }, { "made", EN }, { "mais", FR },
	{ "make", EN }, { "makes", EN }, { "mal", DE }, { "man", DE },
	{ "many", EN }, { "mas", ES }, { "may", EN }, { "maybe", EN },
	{ "me", EN | ES }, { "mehr", DE }, { "mein", DE }, { "meine", DE },
	{ "meinem", DE }, { "meinen", DE }, { "meiner", DE }, { "meme", FR },
	{ "memes", FR }, { "merci", 0 }, { "mes", FR }, { "mettre", FR },
	{ "mfg", 0 }, { "mi", ES }, { "mich", DE }, { "mientras", ES },
	{ "might", EN }, { "mine", EN }, { "mir", DE }, { "mis", ES },
	{ "misma", ES }, { "mismo", ES }, { "mit", DE }, { "mochte", DE },
	{ "moi", FR }, { "moins", FR }, { "mon", FR }, { "monsieur", 0 },
	{ "more", EN }, { "morgen", 0 }, { "morning", 0 }, { "most", EN },
	{ "much", EN }, { "mucha", ES }, { "mucho", ES }, { "muchos", ES },
	{ "muss", DE }, { "mussen", DE }, { "must", EN }, { "muy", ES },
	{ "my", EN }, { "myself", EN }, { "n", FR }, { "nach", DE },
	{ "nachdem", DE }, { "nada", ES }, { "ne", FR }, { "neben", DE },
	{ "need", EN }, { "needs", EN }, { "nein", DE }, { "never", EN },
	{ "next", EN }, { "ni", ES | FR }, { "nicht", DE }, { "nichts", DE },
	{ "no", EN | ES }, { "noch", DE }, { "non", FR }, { "none", EN },
	{ "nor", EN }, { "nos", ES | FR }, { "nosotros", ES }, { "not", EN },
	{ "nothing", EN }, { "notre", FR }, { "nous", FR }, { "now", EN },
	{ "nuestra", ES }, { "nuestro", ES }, { "nuestros", ES }, { "nun", DE },
	{ "nunca", ES }, { "nur", DE }, { "o", ES }, { "ob", DE },
	{ "oder", DE }, { "of", EN }, { "off", EN }, { "often", EN },
	{ "ohne", DE }, { "on", EN | FR }, { "once", EN }, { "one", EN },
	{ "only", EN }, { "ont", FR }, { "onto", EN }, { "or", EN },
	{ "os", ES }, { "other", EN }, { "others", EN }, { "otra", ES },
	{ "otras", ES }, { "otro", ES }, { "otros", ES }, { "ou", FR },
	{ "our", EN }, { "ours", EN }, { "ourselves", EN }, { "out", EN },
	{ "over", EN }, { "own", EN }, { "par", FR }, { "para", ES },
	{ "parce", FR }, { "pas", FR }, { "pendant", FR }, { "per", EN },
	{ "perhaps", EN }, { "pero", ES }, { "peu", FR }, { "peut", FR },
	{ "peux", FR }, { "plait", 0 }, { "please", 0 }, { "plus", FR },
	{ "plusieurs", FR }, { "poco", ES }, { "podria", ES }, { "por", ES },
	{ "porque", ES }, { "pour", FR }, { "pourquoi", FR }, { "pouvez", FR },
	{ "pouvoir", FR }, { "puede", ES }, { "pueden", ES }, { "puedo", ES },
	{ "pues", ES }, { "puis", FR }, { "put", EN }, { "qu", FR },
	{ "quand", FR }, { "que", ES | FR }, { "quel", FR }, { "quelle", FR },
	{ "quelles", FR }, { "quelque", FR }, { "quelques", FR },
	{ "quels", FR }, { "qui", FR }, { "quien", ES }, { "quiere", ES },
	{ "quiero", ES }, { "quite", EN }, { "quoi", FR }, { "rather", EN },
	{ "re", EN }, { "really", EN }, { "regards", 0 }, { "s", EN | FR },
	{ "sa", FR }, { "said", EN }, { "saludos", 0 }, { "salut", 0 },
	{ "same", EN }, { "sans", FR }, { "say", EN }, { "says", EN },
	{ "schon", DE }, { "se", ES | FR }, { "sea", ES }, { "see", EN },
	{ "seem", EN }, { "seems", EN }, { "seen", EN }, { "sehr", DE },
	{ "sein", DE }, { "seine", DE }, { "seinem", DE }, { "seinen", DE },
	{ "seiner", DE }, { "seit", DE }, { "selbst", DE }, { "ser", ES },
	{ "sera", FR }, { "ses", FR }, { "seulement", FR }, { "several", EN },
	{ "shall", EN }, { "she", EN }, { "should", EN }, { "shouldn", EN },
	{ "si", ES | FR }, { "sich", DE }, { "sido", ES }, { "sie", DE },
	{ "siempre", ES }, { "sin", ES }, { "since", EN }, { "sincerely", 0 },
	{ "sind", DE }, { "sinon", FR }, { "sir", 0 }, { "so", EN | DE },
	{ "sobald", DE }, { "sobre", ES }, { "sogar", DE }, { "soit", FR },
	{ "soll", DE }, { "sollte", DE }, { "solo", ES }, { "some", EN },
	{ "somebody", EN }, { "someone", EN }, { "something", EN },
	{ "son", ES | FR }, { "sondern", DE }, { "sonst", DE }, { "sont", FR },
	{ "soon", EN }, { "sorry", 0 }, { "sous", FR }, { "souvent", FR },
	{ "soy", ES }, { "still", EN }, { "su", ES }, { "such", EN },
	{ "suis", FR }, { "sur", FR }, { "sus", ES }, { "svp", 0 },
	{ "t", EN | FR }, { "ta", FR }, { "tag", 0 }, { "take", EN },
	{ "taken", EN }, { "tambien", ES }, { "tan", ES }, { "tanto", ES },
	{ "tardes", 0 }, { "te", ES | FR }, { "team", 0 }, { "tengo", ES },
	{ "tes", FR }, { "than", EN }, { "thank", 0 }, { "thanks", 0 },
	{ "that", EN }, { "the", EN }, { "their", EN }, { "theirs", EN },
	{ "them", EN }, { "themselves", EN }, { "then", EN }, { "there", EN },
	{ "these", EN }, { "they", EN }, { "thing", EN }, { "things", EN },
	{ "this", EN }, { "those", EN }, { "though", EN }, { "through", EN },
	{ "thus", EN }, { "thx", 0 }, { "tiene", ES }, { "tienen", ES },
	{ "to", EN }, { "toda", ES }, { "todas", ES }, { "todavia", ES },
	{ "today", EN }, { "todo", ES }, { "todos", ES }, { "together", EN },
	{ "toi", FR }, { "ton", FR }, { "too", EN }, { "took", EN },
	{ "toujours", FR }, { "tous", FR }, { "tout", FR }, { "toute", FR },
	{ "toutes", FR }, { "toward", EN }, { "tras", ES }, { "tres", FR },
	{ "trop", FR }, { "try", EN }, { "trying", EN }, { "tu", ES | FR },
	{ "tus", ES }, { "two", EN }, { "u", DE }, { "uber", DE }, { "um", DE },
	{ "un", ES | FR }, { "una", ES }, { "unas", ES }, { "und", DE },
	{ "under", EN }, { "une", FR }, { "uno", ES }, { "unos", ES },
	{ "uns", DE }, { "unser", DE }, { "unsere", DE }, { "unserem", DE },
	{ "unseren", DE }, { "unserer", DE }, { "unter", DE }, { "until", EN },
	{ "up", EN }, { "upon", EN }, { "us", EN }, { "use", EN },
	{ "used", EN }, { "using", EN }, { "usted", ES }, { "ustedes", ES },
	{ "va", ES }, { "ve", EN }, { "vers", FR }, { "very", EN },
	{ "veux", FR }, { "vez", ES }, { "viel", DE }, { "viele", DE },
	{ "vielen", 0 }, { "voici", FR }, { "voila", FR }, { "vom", DE },
	{ "von", DE }, { "vor", DE }, { "vos", FR }, { "votre", FR },
	{ "voudrais", FR }, { "vous", FR }, { "wann", DE }, { "want", EN },
	{ "wants", EN }, { "war", DE }, { "waren", DE }, { "warum", DE },
	{ "was", EN | DE }, { "wasn", EN }, { "way", EN }, { "we", EN },
	{ "weg", DE }, { "weil", DE }, { "weiter", DE }, { "welche", DE },
	{ "welchen", DE }, { "welcher", DE }, { "well", EN }, { "wenn", DE },
	{ "went", EN }, { "wer", DE }, { "werde", DE }, { "werden", DE },
	{ "were", EN }, { "weren", EN }, { "what", EN }, { "when", EN },
	{ "where", EN }, { "whether", EN }, { "which", EN }, { "while", EN },
	{ "who", EN }, { "whole", EN }, { "whom", EN }, { "whose", EN },
	{ "why", EN }, { "wie", DE }, { "wieder", DE }, { "will", EN | DE },
	{ "wir", DE }, { "wird", DE }, { "with", EN }, { "within", EN },
	{ "without", EN }, { "wo", DE }, { "wollen", DE }, { "won", EN },
	{ "would", EN }, { "wouldn", EN }, { "wurde", DE }, { "wurden", DE },
	{ "www", 0 }, { "y", ES | FR }, { "ya", ES }, { "yes", EN },
	{ "yet", EN }, { "yo", ES }, { "you", EN }, { "your", EN },
	{ "yours", EN }, { "yourself", EN }, { "zu", DE }, { "zum", DE },
	{ "zur", DE }, { "zwar", DE }, { "zwischen", DE } };

static int
compare(const void *word, const void *row)
{
	return strcmp(word, ((const StopWord *)row)->word);
}

static const StopWord *
find(const char *folded)
{
	return bsearch(
	    folded, table, G_N_ELEMENTS(table), sizeof table[0], compare);
}

bool
filter_language_is_stop_word(const char *folded)
{
	return find(folded) != NULL;
}

bool
filter_language_is_courtesy(const char *folded)
{
	const StopWord *found = find(folded);

	return found && found->languages == 0;
}

/* A word of several languages speaks a little for each of them. */
static void
count(const char *text, double hits[LANGUAGES])
{
	g_autoptr(FilterWords) words = filter_words_new(text ? text : "");
	unsigned n = MIN(filter_words_count(words), WORDS_MAX);

	for (unsigned i = 0; i < n; i++) {
		const StopWord *found = find(filter_words_at(words, i)->folded);
		int shared = 0;

		if (!found)
			continue;
		for (int j = 0; j < LANGUAGES; j++)
			shared += found->languages >> j & 1;
		for (int j = 0; j < LANGUAGES; j++)
			if (found->languages >> j & 1)
				hits[j] += 1.0 / shared;
	}
}

const char *
filter_language_guess(const char *subject, const char *words)
{
	static const char *const names[LANGUAGES] = { "en", "de", "es", "fr" };
	double hits[LANGUAGES] = { 0 };
	double second = 0;
	int best = 0;

	count(subject, hits);
	count(words, hits);
	for (int i = 1; i < LANGUAGES; i++)
		if (hits[i] > hits[best])
			best = i;
	for (int i = 0; i < LANGUAGES; i++)
		if (i != best && hits[i] > second)
			second = hits[i];
	return hits[best] >= HITS_MIN && hits[best] >= 2 * second ? names[best]
	                                                          : NULL;
}
