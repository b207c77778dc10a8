#include "mail/words/test-own.h"

#include <glib.h>

static const char *const footers[] = {
	/* Apple */
	"Sent from my iPhone",
	"Von meinem iPhone gesendet",
	"Envoyé de mon iPhone",
	"Enviado desde mi iPhone",
	"Inviato da iPhone",
	"Verstuurd vanaf mijn iPhone",
	"Enviado do meu iPhone",
	"Wysłane z iPhone'a",
	"Wysłane z mojego iPhone’a",
	"Skickat från min iPhone",
	"أُرسلت من الـ iPhone",
	"Az iPhone-omról küldve",
	"Sent from Postbird (https://click.example/open/0123456789abcdef/"
	"0123456789abcdef/0?to=https%3A%2F%2Fpostbird.example%2Fget%3Ffrom%3D"
	"0123456789abcdef0123456789abcdef), the quick way to write",
	"iPhoneから送信",
	/* Outlook */
	"Get Outlook for iOS<https://aka.ms/o0ukef>",
	"Get Outlook for Android (https://aka.ms/AAb9ysg)",
	"Sent from Outlook for iOS",
	"Sent from Outlook",
	"Sent from my Outlook mobile",
	"Holen Sie sich Outlook für Android<https://aka.ms/ghei36>",
	"Outlook für iOS herunterladen<https://aka.ms/o0ukef>",
	"Télécharger Outlook pour iOS<https://aka.ms/o0ukef>",
	"Obtenir Outlook pour Android",
	"Obtener Outlook para iOS",
	"Obtén Outlook para Android",
	"Scarica Outlook per iOS",
	"Ottieni Outlook per Android",
	"Outlook voor iOS downloaden",
	"Outlook voor Android ophalen",
	"Download Outlook voor Android",
	"Obter o Outlook para iOS",
	"Baixar o Outlook para iOS",
	"Pobierz program Outlook dla systemu iOS",
	"Pobierz aplikację Outlook dla systemu Android",
	"Hämta Outlook för iOS",
	"Skaffa Outlook för Android",
	"Outlook for iOS を入手",
	"iOS 版 Outlook を入手する",
	"Android 版 Outlook を入手",
	/* Samsung and other telephones */
	"Sent from my Samsung Galaxy smartphone.",
	"Sent from my Galaxy",
	"Sent from Samsung Mobile",
	"Sent from my HUAWEI P30",
	"Sent from my mobile device",
	"Sent from my BlackBerry 10 smartphone.",
	"Sent via BlackBerry from T-Mobile",
	"Sent from my Windows Phone",
	"Sent from my Verizon, Samsung Galaxy smartphone",
	"Sent from a mobile device. Please excuse typos.",
	"Sent on the go",
	"Sent from my T-Mobile 4G LTE Device",
	"Von meinem Samsung Galaxy Smartphone gesendet.",
	"Gesendet von meinem Mobilgerät",
	"Gesendet von unterwegs",
	"Von meinem Huawei-Mobiltelefon gesendet",
	"Von meinem/meiner Galaxy gesendet",
	"Von unterwegs gesendet",
	"Envoyé depuis mon smartphone Samsung Galaxy.",
	"Envoyé depuis mon mobile",
	"Envoyé de mon Galaxy",
	"Envoyé depuis mon appareil Galaxy",
	"Enviado desde mi smartphone Samsung Galaxy.",
	"Enviado desde mi teléfono Huawei",
	"Enviado desde mi Galaxy",
	"Inviato da smartphone Samsung Galaxy.",
	"Inviato dal mio Galaxy",
	"Inviato dal mio cellulare",
	"Inviato da mobile",
	"Verzonden vanaf mijn Samsung Galaxy-smartphone.",
	"Verzonden vanaf mijn mobiele telefoon",
	"Verstuurd vanaf mijn Galaxy",
	"Enviado de meu smartphone Samsung Galaxy.",
	"Enviado do meu Galaxy",
	"Enviado do meu telemóvel",
	"Enviado a partir do meu smartphone",
	"Wysłane z telefonu Samsung Galaxy",
	"Wysłano z mojego urządzenia",
	"Wysłane z urządzenia Galaxy",
	"Wysłano z telefonu",
	"Skickat från min Samsung Galaxy-smartphone.",
	"Skickat från min Galaxy",
	"Skickat från min mobil",
	"Galaxyから送信",
	"Xperiaから送信",
	"スマートフォンから送信",
	"私のiPhoneから送信",
	"Androidから送信しました。",
	"Sent from my Pixel 9, please excuse any typos.",
	"Sent via the Samsung Galaxy S6, an AT&T 4G LTE smartphone",
	"Sent from [Mail](https://example.com/x) for Windows 10",
	"(sent from a phone)",
	"Sent from 192.0.2.7",
	"Enviado desde mi móvil",
	"Verzonden met BlackBerry Work",
	"從我的 iPhone 傳送",
	"Get Outlook for iOS\nSent from my phone",
	"Odesláno z iPhonu",
	"Elküldve az iPhone-omról",
	"Trimis de pe iPhone-ul meu",
	"Στάλθηκε από το iPhone μου",
	"Sent with Missive",
	"Sent from Canary (https://example.com)",
	"Отправлено из мобильной Почты",
	"Отправлено с моего айфона",
	"Outlook for iOS を入手 (https://aka.ms/o0ukef)",
	"Skickas från E-post för Windows",
	"Get BlueMail for Android",
	"Ottieni BlueMail per Android",
	"Sent with Aqua Mail for Android\nhttps://www.example.com/aqua-mail",
	"Sent using https://www.example.com/mail/",
	"Sent from Mailspring (https://example.com/), the best free app",
	"<https://www.avast.com/sig-email?utm_medium=email>\nVirus-free."
	"www.avast.com\n<https://www.avast.com/sig-email>\n"
	"<#DAB4FAD8-2DD7-40BB-A1B8-4E2AA1F9FDF2>",
	/* Yahoo, Windows, GMX and others */
	"Sent from Yahoo Mail for iPhone",
	"Sent from Yahoo Mail on Android",
	"Von Yahoo Mail auf Android gesendet",
	"Gesendet mit Yahoo Mail auf dem iPhone",
	"Envoyé depuis Yahoo Mail pour iPhone",
	"Enviado desde Yahoo Mail para iPhone",
	"Inviato da Yahoo Mail su Android",
	"Verzonden vanuit Yahoo Mail op Android",
	"Enviado do Yahoo Mail no Android",
	"Wysłane z Yahoo Mail na Androidzie",
	"Skickat från Yahoo Mail för iPhone",
	"Androidのヤフーメールから送信",
	"Yahoo!メールアプリから送信",
	"Sent from Mail for Windows",
	"Sent from Mail for Windows 10",
	"Gesendet von Mail für Windows",
	"Provenance : Courrier pour Windows 10",
	"Envoyé à partir de Courrier pour Windows",
	"Enviado desde Correo para Windows 10",
	"Inviato da Posta per Windows 10",
	"Verzonden vanuit Mail voor Windows",
	"Enviado do Email para Windows",
	"Enviado do Correio para Windows 10",
	"Wysłano z aplikacji Poczta dla systemu Windows",
	"Skickat från E-post för Windows 10",
	"Windows 版のメールから送信",
	"Gesendet mit der GMX Mail App",
	"Gesendet mit der Telekom Mail App",
	"Diese Nachricht wurde von meinem Android-Gerät mit GMX Mail gesendet.",
	"Diese Nachricht wurde von meinem Android Mobiltelefon mit WEB.DE Mail "
	"gesendet.",
	"Envoyé depuis l'application Mail Orange",
	"Envoyé depuis l’application Free Mail",
	"Inviato da Libero Mail per Android",
	"Sent with Proton Mail secure email.",
	"Sent from Proton Mail for iOS",
	"Sent with ProtonMail Secure Email.",
	"Gesendet mit Proton Mail",
	"Envoyé avec Proton Mail",
	"Enviado con Proton Mail",
	"Inviato con Proton Mail",
	"Verzonden met Proton Mail",
	"Enviado com Proton Mail",
	"Wysłano za pomocą Proton Mail",
	"Skickat med Proton Mail",
	"Proton Mailを使用して送信",
	"Proton Mail のセキュアメールで送信されました。",
	"Sent with Tuta; enjoy secure & ad-free emails: https://tuta.example",
	"Sent from Gmail Mobile",
	"Sent from Mailspring",
	"Sent using Zoho Mail",
	"Sent with Spark",
	"Sent via Superhuman",
	"Sent from Front",
	"Sent from AOL Mobile Mail",
	"Get the new AOL app: mail.mobile.aol.com",
	"Sent from the all new AOL app for iOS",
	"Yahoo Mail: Search, Organize, Conquer",
	"Sent from BlueMail",
	"Sent from TypeApp",
	"Sent with Aqua Mail for Android",
	"Sent from K-9 Mail",
	"Sent from my Android device with K-9 Mail. Please excuse my brevity.",
	"Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.",
	"Gesendet von meinem Android-Gerät mit K-9 Mail.",
	"Virus-free.www.avast.com",
	"Virenfrei.www.avast.com",
	"Garanti sans virus. www.avast.com",
	"Libre de virus.www.avast.com",
	"Privo di virus.www.avast.com",
	"Virusvrij.www.avast.com",
	"Livre de vírus.www.avast.com",
	"Nie zawiera wirusów.www.avast.com",
	"Virusfritt.www.avast.com",
	"ウイルス フリー。www.avast.com",
	"This email has been checked for viruses by AVG.\nwww.avg.com",
	"Diese E-Mail wurde von Avast-Antivirussoftware auf Viren "
	"geprüft.\nwww.avast.com",
	"L'absence de virus dans ce courrier électronique a été vérifiée par "
	"le logiciel antivirus Avast.\nwww.avast.com",
	"El software de antivirus Avast ha analizado este correo electrónico "
	"en busca de virus.\nwww.avast.com",
	"Questa e-mail è stata controllata per individuare virus con Avast "
	"antivirus.\nwww.avast.com",
	"Deze e-mail is gecontroleerd op virussen door "
	"Avast.\nwww.avast.com",
	"Este e-mail foi verificado em termos de vírus pelo software "
	"antivírus Avast.\nwww.avast.com",
	"Ta wiadomość została sprawdzona na obecność wirusów przez Avast.\n"
	"www.avast.com",
};

static const char *const disclaimers[] = {
	"E-mail Disclaimer:\n\nThis e-mail is confidential and for its "
	"addressee.\nIf you are not the intended recipient delete it.\n\n"
	"Thank you for your attention.\n\nwww.doe.example",
	"This e-mail and any files transmitted with it are confidential and "
	"intended solely for the use of the individual to whom they are "
	"addressed.",
	"CONFIDENTIALITY NOTICE: The contents of this email message and any "
	"attachments are intended solely for the addressee(s).",
	"The information contained in this message may be privileged and "
	"protected from disclosure.",
	"If you are not the intended recipient please delete this message.",
	"Please consider the environment before printing this e-mail.",
	"P Please consider the environment before printing this email",
	"Diese E-Mail enthält vertrauliche und/oder rechtlich geschützte "
	"Informationen. Wenn Sie nicht der richtige Adressat sind ...",
	"Der Inhalt dieser E-Mail ist ausschließlich für den bezeichneten "
	"Adressaten bestimmt.",
	"Bitte denken Sie an die Umwelt, bevor Sie diese E-Mail ausdrucken.",
	"Ce message et toutes les pièces jointes sont confidentiels et établis "
	"à l'intention exclusive de leurs destinataires.",
	"Ce courriel est confidentiel et ne s'adresse qu'à son destinataire.",
	"Avant d'imprimer, pensez à l'environnement.",
	"Este mensaje y sus archivos adjuntos van dirigidos exclusivamente a "
	"su destinatario y pueden contener información confidencial.",
	"AVISO LEGAL: La información contenida en este correo es confidencial.",
	"Antes de imprimir este correo piense en el medio ambiente.",
	"Le informazioni contenute in questo messaggio sono riservate e per "
	"uso esclusivo del destinatario.",
	"Questo messaggio è destinato esclusivamente al destinatario e può "
	"contenere informazioni riservate.",
	"Ai sensi del Regolamento UE 2016/679 le informazioni sono riservate "
	"al destinatario.",
	"Prima di stampare questa e-mail pensa all'ambiente.",
	"Dit bericht is uitsluitend bestemd voor de geadresseerde en kan "
	"vertrouwelijke informatie bevatten.",
	"De informatie in dit e-mailbericht is vertrouwelijk en uitsluitend "
	"bestemd voor de geadresseerde.",
	"Denk aan het milieu voordat u deze e-mail print.",
	"Esta mensagem e seus anexos são confidenciais e destinados "
	"exclusivamente ao seu destinatário.",
	"AVISO DE CONFIDENCIALIDADE: Esta mensagem é dirigida apenas ao seu "
	"destinatário.",
	"Antes de imprimir este e-mail pense no meio ambiente.",
	"Niniejsza wiadomość jest poufna i przeznaczona wyłącznie dla "
	"adresata.",
	"Treść tej wiadomości zawiera informacje przeznaczone tylko dla "
	"adresata i są one poufne.",
	"Informacje zawarte w tej wiadomości są poufne i przeznaczone "
	"wyłącznie dla adresata.",
	"Detta meddelande är konfidentiellt och endast avsett för mottagaren.",
	"Informationen i detta e-postmeddelande är konfidentiell och avsedd "
	"endast för adressaten.",
	"Tänk på miljön innan du skriver ut detta mejl.",
	"このメールには機密情報が含まれている場合があります。誤って受信された"
	"場合は削除してください。",
	"本メールは、宛先に記載された方のみを対象とした機密情報を含みます。",
	"P Please consider the environment before printing this mail.",
	"P Pensez à l'environnement avant d'imprimer ce message.",
};

static const char *const signatures[] = {
	"-- \nAnn Doe\nDoe & Sons\n+353 20 915 7740",
	"ᐧ\n***\n======",
	"__\nusers mailing list\nhttps://lists.example/users",
	"-- \n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14",
	"--\nAnn Doe",
	"Ann Doe\nvia mobile",
	"—\nAnn Doe\nDoe & Sons",
	"__________________\nAnn Doe\nDoe & Sons\nTel. +353 20 915 7740",
	"-------------------\nAnn Doe\nDoe & Sons\nann@b.example",
	"*****************\nAnn Doe\nDoe & Sons\nwww.doe.example"
	"\n*****************",
	"━━━━━━━━━━━━━━━━━━━━\n株式会社ドウ 営業部\n山田 太郎\n"
	"〒100-0001 東京都千代田区1-1-1\nTEL：03-1234-5678\n"
	"E-mail：ann@b.example\n━━━━━━━━━━━━━━━━━━━━",
	"--------------------------\n株式会社ドウ\n山田 太郎\n"
	"TEL 03-1234-5678\nann@b.example\n--------------------------",
	"**********************************\n株式会社ドウ\n山田太郎（やまだ）\n"
	"MAIL：ann@b.example\n**********************************",
	"=======================\n山田太郎\nann@b.example\n"
	"=======================",
	"・‥…━━━━━━━━━━━━━━━━…‥・\n山田太郎\nann@b.example\n"
	"・‥…━━━━━━━━━━━━━━━━…‥・",
	"＿＿＿＿＿＿＿＿＿＿＿＿\n山田太郎\n電話 03-1234-5678\n"
	"ann@b.example\n＿＿＿＿＿＿＿＿＿＿＿＿",
	"_.-._.-._.-._.-\nAnn Doe\nann@b.example",
};

static void
assert_all_below(const char *const *rows, size_t n_rows)
{
	for (size_t i = 0; i < n_rows; i++) {
		g_autofree char *quoted = g_strconcat(rows[i],
		    "\n\nOn 16/11/2026 08:00, Ann Doe "
		    "wrote:\n> asked\n",
		    NULL);

		test_own_is_cut(rows[i]);
		test_own_is_cut(quoted);
	}
}

static void
test_footers_of_all_languages(void)
{
	assert_all_below(footers, G_N_ELEMENTS(footers));
	assert_all_below(disclaimers, G_N_ELEMENTS(disclaimers));
	assert_all_below(signatures, G_N_ELEMENTS(signatures));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/mail/footers", test_footers_of_all_languages);
	return g_test_run();
}
