#include "filters/patterns/everyday.h"

#include <glib.h>
#include <string.h>

/* In how many mails of some hundred words the words of a row stand, roughly:
 * enough to tell them from the words of a matter. */
#define COMMON 0.12
#define USUAL 0.05
#define FREQUENT 0.02
#define WORD_BYTES 31

typedef struct {
	char language[3];
	double share;
	const char *words; /* folded, parted by single blanks */
} Row;

/* What filter_language_is_stop_word() knows is left out. */
static const Row table[] = {
	{ "en", COMMON,
	    "app change check day different email error find fix good long "
	    "look "
	    "mail message month new number old open page people phone problem "
	    "question read right run send sent show start stop think time turn "
	    "version week work working year" },
	{ "en", USUAL,
	    "able account actually add agree answer anyway april ask asked "
	    "august available bad better big bit break bring business buy call "
	    "case certain click close come company complete computer copy "
	    "correct cost customer date deal december decide difference "
	    "difficult easy eight eleven end especially exactly example expect "
	    "extra face fact far fast february feel fifteen fifty file five "
	    "follow form forty found four free friday friend full great group "
	    "guess half hand happen happened happy hard hear heard high hold "
	    "home hour house hundred idea important include info information "
	    "instead issue january job july june late later learn leave left "
	    "letter life line link list little live local lose lost lot love "
	    "low main march matter mean mention mind minute monday money move "
	    "name nice nine note november october office ok okay order part "
	    "pay "
	    "person place play point possible post press pretty program quick "
	    "quickly real reason receive received remember reply report "
	    "request "
	    "rest result room saturday second sell september service set seven "
	    "short shown side sign signed simple simply single site six small "
	    "solution sort sound spend stand state stay step story straight "
	    "stuff suggest sunday support suppose sure system talk tell ten "
	    "test text third thirty thought thousand three thursday tomorrow "
	    "tonight tool top trouble true tuesday twelve twenty type "
	    "understand update wait walk watch wednesday wish wonder word "
	    "world "
	    "worth write wrong yesterday" },
	{ "en", FREQUENT,
	    "accept access according action advice afraid age ago air allow "
	    "alone amount angry annoy annoying appear apply appreciate area "
	    "arrange arrive asap attach attached attention average aware awful "
	    "baby base basic became become bed began begin behind believe "
	    "besides bill black block blue board body book boss bottom box boy "
	    "brand bright brilliant brother brought build building busy button "
	    "careful cause century chance child children choice choose city "
	    "class clean clear clearly client cold colleague color colour "
	    "common compare complain complaint concern concerned condition "
	    "confirm confuse confused consider contact continue control corner "
	    "count country couple course create cross cup current currently "
	    "cut "
	    "dad daily damage daughter dead death deep default definitely "
	    "delete depend describe desk detail device dinner direct "
	    "disappointed discover display doctor dollar door double doubt "
	    "drive drop early east eat edit effect effort empty enjoy enter "
	    "entire equal eur euro event eventually evidence excellent excuse "
	    "exist experience explain express eye fail fair fall false family "
	    "father favorite favourite feature fee feedback felt fight fill "
	    "final finally fine finish fire fit floor folder food forget "
	    "forgot "
	    "forward front frustrate frustrated frustrating fun function "
	    "future "
	    "game garden general giant girl glad glass god grand grateful "
	    "green "
	    "ground grow guide guy hair head health heart heat heavy height "
	    "history hit horse hospital hot huge human husband ill image "
	    "imagine immediately improve inside interest interested internet "
	    "item joke keen key kid kill kitchen knew knowledge land language "
	    "laptop large laugh law lead leader light limit listen load lock "
	    "log longer looked loose loud lovely lucky lunch machine mad major "
	    "manage manager manner map mark market maximum member mess middle "
	    "minimum miss mistake mobile modern moment mother mouth mum music "
	    "near nearly necessary neighbour neither nervous network news "
	    "newspaper night nobody noise normal normally north notice obvious "
	    "obviously offer official older online opinion option original "
	    "outside owner pack paid paper parent particular party pass past "
	    "path pattern perfect perfectly period pick picture piece plain "
	    "plan plenty pocket poor position power practice prefer prepare "
	    "present previous price print private probably process product "
	    "professional project promise proper properly prove provide public "
	    "pull purpose push quality quarter quiet radio rain raise ran "
	    "range "
	    "rate reach ready realise reality realize recent recently "
	    "recommend "
	    "red regard regular relate remain remind remove repeat replace "
	    "require respond response responsible return ring road rule safe "
	    "sample satisfy save saw scale school screen search seat section "
	    "select sense separate serious seriously settings shame share "
	    "sheet "
	    "shop shut sick silly similar sister sit situation size skill "
	    "sleep "
	    "slightly slow smart smile society soft source south space speak "
	    "special specific speed spent spoke staff stage standard stick "
	    "stood storage store street strong stuck study stupid subject "
	    "success sudden suddenly summer surprise swear switch table tablet "
	    "task teach technical telephone terrible thinking tired title told "
	    "tone total touch town track train travel tree tried trip trust "
	    "truth turned tweet twice types unable understood unfortunately "
	    "unless upgrade upset urgent usual usually value video view visit "
	    "voice warm waste water weather website weekend weird welcome west "
	    "white wife win window winter woman women wood worker worry worse "
	    "worst writing written wrote yeah yellow young" },
	{ "de", COMMON,
	    "ander andern anrufen app arbeit arbeiten bekommen bitten fehler "
	    "finden frage funktionieren funktioniert gestern gut gute heute "
	    "jahr jahre kommen kommt lange lassen mail melden monat monate "
	    "nachricht name neue neuen nummer problem probleme sagen sagt "
	    "schicken schreiben schrieb sehen seite stehen steht stellen tage "
	    "tagen telefon uhr version wissen woche wochen zeigen zeigt zeit" },
	{ "de", USUAL,
	    "acht adresse allein alte alten anfang anfrage angabe angeben "
	    "anhang ansehen antwort antworten april art aufgabe auge augen "
	    "augenblick august ausgeben aussehen auto bald bedeuten beginnen "
	    "beide beiden beispiel bekannt bereits besonders besser besten "
	    "bestimmt betreff betrieb betrifft bild bleiben bleibt brauche "
	    "brauchen braucht bringen buch buro chef computer datum dauern "
	    "dauert denken deutlich dezember dienstag direkt donnerstag drei "
	    "dreissig dritte eigentlich eilig eintrag einzeln einzige ende "
	    "endlich erfahren erhalten erklaren erst erste ersten eur euro "
	    "extra fall falls falsch falsche fast februar fehlt fest firma "
	    "form "
	    "frau frei freitag fruher fuhren funf ganz ganze ganzen geben "
	    "gefallt gehen gehort geld genau genug gesagt geschickt "
	    "geschrieben "
	    "glauben gleich grosse grossen grund gruppe halb halbe halten hand "
	    "handy hause heisst helfen hilfe hinweis hoch hoffe hoffen holen "
	    "horen hundert idee information internet januar juli juni kaufen "
	    "kennen kinder klappt klar klein kleine konto kosten kostet kunde "
	    "kunden kurz lang langer laufen lauft legen leicht lesen letzte "
	    "letzten leute liegen liegt link links liste losung mag mai "
	    "manchmal mann marz melde meldung mensch menschen minute minuten "
	    "mitarbeiter mitteilen mittel mittwoch moglich moglichkeit montag "
	    "mutter nachste nachsten nah nehmen nennen neun nie nochmal normal "
	    "notig november offen offnen oktober ordnung ort paar papier "
	    "passiert person platz plotzlich preis programm punkt rechner "
	    "recht "
	    "rechts reichen richtig ruckmeldung rufen sache samstag satz "
	    "schauen schlecht schlimm schluss schnell schriftlich schwer sechs "
	    "selber seltsam senden september sicher sieben sinn sitzen sofort "
	    "sonntag sorgen spat spater sprechen stadt stand start stelle "
	    "stimmt strasse stuck stunde stunden suchen system tausend teil "
	    "text tun tut uberall ubrigens umgehend ungefahr unternehmen "
	    "unterschied vater vergessen verkaufen verlieren verloren "
	    "verstehen "
	    "versuch versuchen versucht vier voll vorher vorne vorschlag wahr "
	    "warten wasser weise weiss weitere weiteren welt wenig weniger "
	    "werk "
	    "wert wichtig wirklich wohl wohnen wort wunsche wunschen zahl "
	    "zahlen zehn zeile ziehen ziemlich zimmer zuerst zufrieden zuletzt "
	    "zuruck zusammen zwanzig zwei zweite zweiten zwolf" },
	{ "es", COMMON,
	    "ahora ano anos aplicacion app ayer ayuda correo cosa cuenta dar "
	    "decir dia dice encontrar enviar error escribir escribo espero "
	    "falta funciona funcionar gusta hora llamar llega mandar manera "
	    "mensaje meses mirar movil nombre nueva nuevo numero pagina parte "
	    "poner pregunta problema querer saber sale salir semana semanas "
	    "telefono tener tiempo trabajamos trabajar trabajo usar uso vamos "
	    "veces venir ver verdad version" },
	{ "es", USUAL,
	    "abajo abierto abril abrir acaba acabo adelante ademas agosto agua "
	    "alguien alto amable amigo antemano anterior aparece apenas arriba "
	    "asunto bajo bastante bonito buen buena bueno busca buscar caer "
	    "calle cambia cambiar cambio camino campo cara casa caso causa "
	    "centro cerca cerrar cien cierto cinco ciudad claro cliente "
	    "clientes color comida comprar comunicar conocer contestar copia "
	    "correcto corto coste cuatro cuesta cuidado culpa dato datos debe "
	    "deber dedo deja dejar demas demasiado dentro derecho desea "
	    "diciembre diez diferente dificil dinero direccion dirigir doce "
	    "documento domingo ejemplo elegir empezar empresa encuentro enero "
	    "enseguida entender entiendo entonces entrada entrar equipo "
	    "escrito "
	    "espera esperar estado eur euro euros exacto explicar facil falso "
	    "familia febrero fecha fin final firma forma fuera general gente "
	    "gran grande grupo gusto hablar hecho hermano hijo hijos historia "
	    "hombre idea igual importante importe informacion intentar intento "
	    "interesa internet izquierda jefe jueves julio junio juntos lado "
	    "largo leer lejos lento letra libre libro linea lista listo "
	    "llamada "
	    "llevar llevo lugar lunes malo manana mano martes marzo mayo mayor "
	    "medio mejor menor menos miercoles mil minuto minutos modo momento "
	    "mostrar mover mujer mundo necesario necesitar necesito negocio "
	    "noche normal nota noviembre nueve ocho octubre ocurre oficina "
	    "ofrecer opcion orden ordenador pagar palabra papel parece parecer "
	    "pareja pasa pasado pasar pedir pensar pequeno perder perdon "
	    "permite persona personal personas pide pie pocos posibilidad "
	    "posible precio precioso primer primera primero principio probar "
	    "pronto propio proximo prueba puerta punto queda quedar quince "
	    "quizas rapido raro razon real recibido recibir recibo recordar "
	    "responder respuesta resto resulta resultado sabado sabe saldo "
	    "saludo seguir segun segunda segundo seguro seis sencillo senor "
	    "senora sentido sentir septiembre servicio siete sigue siguiente "
	    "simple sistema sitio situacion sola solas solos suerte supuesto "
	    "tarda tarde tema temas tercero texto tia tipo tocar tomar total "
	    "trae tratar treinta ultima ultimo unico util utilizar vale valor "
	    "varios veinte vender ventana vida viejo viernes vista vivir "
	    "volver "
	    "vuelve vuestra vuestro web zona" },
	{ "fr", COMMON,
	    "annee ans app appli application arrive besoin cas chose compte "
	    "demande demander dernier dire dit donner envoye envoyer erreur "
	    "essaye fois heure jour jours mail message mois moment nom nouveau "
	    "nouvelle numero page parler passer personne possible prendre "
	    "probleme question rien savoir semaine semaines site telephone "
	    "temps travail travaille travailler trouve trouver utilise "
	    "utiliser "
	    "venir version vient voir vrai" },
	{ "fr", USUAL,
	    "accord actuellement adresse affaire aide aider ailleurs aime "
	    "aimer "
	    "ajoute ami ancien aout apparait appel appeler apprendre argent "
	    "arriver article assez attendre attends attente aujourd auparavant "
	    "avance avis avril bas beau beaucoup bloque bon bout bureau cadre "
	    "cent certain change changer chemin cher cherche chercher cinq "
	    "clair client clients cliquer combien commence commencer complet "
	    "comprendre comprends concerne confiance connait connaitre conseil "
	    "contact contacter contenu continuer cote coup cour cours court "
	    "cout creer croire dame date debut decembre decider decouvrir "
	    "dehors deja demain depart derniere desole dessous dessus deuxieme "
	    "devant devenir difference different difficile dimanche "
	    "directement "
	    "dix document dommage donnees douze droit durer ecran ecrire ecris "
	    "ecrit effet egal egalement eleve enfant enfants enfin ennui "
	    "ensemble ensuite entendre entendu entreprise entrer envie environ "
	    "equipe espere esperer essai essayer etat eur euro euros exact "
	    "exactement exemple expliquer facile facon faute femme ferme "
	    "fermer "
	    "feuille fevrier fichier fils fin fini finir fonction fonctionne "
	    "fonctionner force forme fort garder general genre gens grand "
	    "grande gratuit gros groupe haut heureux histoire homme huit ici "
	    "idee image important impossible indique information informations "
	    "interet internet janvier jeu jeudi jeune joindre joli juillet "
	    "juin "
	    "juste laisser lendemain lent lettre libre lien lieu ligne lire "
	    "liste loin long longtemps lundi main maintenant maison maniere "
	    "manque marche marcher mardi mari mars matiere matin mauvais "
	    "meilleur mercredi mere midi mieux mille minute minutes monde "
	    "montre montrer mort mot moyen necessaire neuf niveau normal "
	    "normalement nouveaux novembre nuit objet occasion octobre "
	    "ordinateur ordre oublier ouvert ouvrir papier pareil partie "
	    "partir "
	    "passe patron payer peine pense penser perdre perdu pere permet "
	    "permettre personnel petit petite phrase piece pied place plaisir "
	    "plan plein point portable porte poser position pratique precis "
	    "preferer premier premiere pres presque presse preuve prevu prix "
	    "probable prochain proche produit propose puisque quart quatre "
	    "quinze quitter quotidien raison rapide rapidement rappel rapport "
	    "recevoir recois recu regarder regret remercie remettre rendre "
	    "rentrer repondre reponse reprendre reste rester resultat retard "
	    "retour retrouver reussir revenir route rue sais sait salle samedi "
	    "second sens sent sept septembre serait serieux service seul seule "
	    "simple simplement situation six societe soir solution somme sorte "
	    "sortir souci souhaite suite suivant sujet systeme tard tel tenir "
	    "tenter tete texte tiens titre tomber toucher tour trait travers "
	    "trente trois troisieme type utile vais valeur vendredi vente "
	    "verifier ville vingt visite vite vivre voie voiture voix vouloir "
	    "vue web" },
};

static void
visit_row(const Row *row, FilterEverydayVisit visit, void *data)
{
	for (const char *at = row->words; *at; at += strspn(at, " ")) {
		size_t length = strcspn(at, " ");
		char word[WORD_BYTES + 1] = { 0 };

		g_assert(length <= WORD_BYTES);
		memcpy(word, at, length);
		visit(word, row->language, row->share, data);
		at += length;
	}
}

void
filter_everyday_foreach(FilterEverydayVisit visit, void *data)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(table); i++)
		visit_row(&table[i], visit, data);
}
