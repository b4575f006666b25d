"""Invented pages that are no articles and look like one, and articles that look like none of them, in several languages."""

from __future__ import annotations

import json
from html import escape
from typing import NamedTuple

from tests.extraction.templates import ENGLISH, GERMAN, STORIES, Story
from tests.extraction.templates_states import CHALLENGE, CONSENT, LISTING, PAYWALL, Served

from variorum.model import UnreadableReason

SIGN_IN, TROUBLE = UnreadableReason.SIGN_IN, UnreadableReason.SERVER_ERROR
REGION = UnreadableReason.REGION_WALL

_FORM = (
    '<form action="/auth" method="post"><label for="mail">E-mail</label><input id="mail" type="email"><label for="word">*</label>'
    '<input id="word" type="password"><button>OK</button></form>'
)
_MENU = '<header class="site"><a href="/">Harbour Courier</a><nav><a href="/news">News</a><a href="/sport">Sport</a></nav></header>'
_FOOT = "<footer><p>© 2026 Harbour Courier. All rights reserved.</p></footer>"


def _page(language: str, title: str, body: str, head: str = "") -> str:
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{escape(title)}</title>{head}</head>'
        f"<body>{_MENU}{body}{_FOOT}</body></html>"
    )


def _lines(*lines: str) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in lines)


def sign_in(language: str, heading: str, *lines: str) -> str:
    """A page that asks for the reader's name and password."""
    return _page(
        language,
        f"{heading} | Harbour Courier",
        f'<main><div class="account"><h1>{escape(heading)}</h1>{_FORM}{_lines(*lines)}</div></main>',
    )


def plain_error(language: str, title: str, *lines: str) -> str:
    """What a server, or what stands before it, serves when it cannot serve: no menu, no form."""
    return (
        f'<html lang="{language}"><head><title>{escape(title)}</title></head><body><h1>{escape(title)}</h1><hr>{_lines(*lines)}'
        "<p>ID: 18.2f1f3217</p></body></html>"
    )


def error(language: str, heading: str, *lines: str) -> str:
    """The same within the frame of the site."""
    return _page(
        language,
        "Harbour Courier",
        f'<main class="message"><h1>{escape(heading)}</h1>{_lines(*lines)}</main>',
    )


_SIGN_INS = (
    ("en", "Log in", "Enter the e-mail address of your account to go on.", "Forgot your password? Keep me signed in on this device.", "Don’t have an account yet? Register in a minute and follow your town, your street and your team, for free, on each of your devices."),
    ("en", "Sign in to your account", "Welcome back. Please enter your email address and your password to continue to the Harbour Courier.", "New here? Create an account. By continuing you agree to our terms of use and confirm that you have read our privacy notice."),
    ("de", "Anmelden", "Bitte geben Sie Ihre E-Mail-Adresse und Ihr Passwort ein, um sich bei Ihrem Konto anzumelden.", "Passwort vergessen? Noch kein Konto? Jetzt kostenlos registrieren und alle Vorteile der digitalen Ausgabe auf allen Geräten nutzen."),
    ("fr", "Se connecter", "Saisissez votre adresse e-mail et votre mot de passe pour accéder à votre compte et à vos articles enregistrés.", "Mot de passe oublié ? Pas encore de compte ? Inscrivez-vous gratuitement en une minute et suivez l’actualité de votre commune."),
    ("es", "Iniciar sesión", "Introduce tu correo electrónico y tu contraseña para acceder a tu cuenta y a los artículos que has guardado.", "¿Has olvidado tu contraseña? ¿No tienes cuenta? Regístrate gratis en un minuto y sigue la actualidad de tu barrio y de tu equipo."),
    ("nl", "Inloggen", "Vul je e-mailadres en wachtwoord in om verder te gaan naar je account en naar de artikelen die je bewaarde.", "Wachtwoord vergeten? Nog geen account? Maak er gratis een aan en volg het nieuws uit je eigen dorp en van je eigen club."),
    ("it", "Accedi", "Inserisci il tuo indirizzo e-mail e la tua password per entrare nel tuo account e negli articoli che hai salvato.", "Password dimenticata? Non hai un account? Registrati gratis in un minuto e segui le notizie della tua città e della tua squadra."),
    ("pt", "Entrar", "Digite seu e-mail e sua senha para acessar sua conta e as matérias que você guardou para ler mais tarde.", "Esqueceu a senha? Ainda não tem conta? Cadastre-se gratuitamente em um minuto e acompanhe as notícias do seu bairro."),
    ("ar", "تسجيل الدخول", "أدخل بريدك الإلكتروني وكلمة المرور للوصول إلى حسابك وإلى المقالات التي حفظتها لتقرأها لاحقا على جميع أجهزتك.", "هل نسيت كلمة المرور؟ ليس لديك حساب؟ أنشئ حسابا مجانيا في دقيقة واحدة وتابع أخبار مدينتك وفريقك."),
    ("he", "התחברות", "הזינו את כתובת הדואר האלקטרוני ואת הסיסמה כדי להיכנס לחשבון שלכם ולכתבות ששמרתם לקריאה במועד מאוחר יותר.", "שכחתם סיסמה? אין לכם חשבון? הירשמו בחינם בתוך דקה ועקבו אחרי החדשות מהעיר שלכם."),
    ("hi", "लॉग इन करें", "अपने खाते और सहेजे गए लेखों तक पहुँचने के लिए अपना ईमेल पता और पासवर्ड दर्ज करें और आगे बढ़ें।", "पासवर्ड भूल गए? अभी तक खाता नहीं है? एक मिनट में मुफ़्त खाता बनाएँ और अपने शहर की ख़बरें अपने सभी उपकरणों पर पाएँ।"),
    ("ja", "ログイン", "メールアドレスとパスワードを入力してください。保存した記事や購読の状況をご覧いただけます。", "パスワードをお忘れの方はこちら。アカウントをお持ちでない方は新規登録（無料）をお願いします。一分で完了し、すべての端末でご利用いただけます。"),
    ("zh", "登录", "请输入您的邮箱地址和密码，登录后即可查看您的账户以及收藏的文章。", "忘记密码？还没有账号？立即免费注册，只需一分钟，即可在您的所有设备上关注您所在城市的新闻。"),
)  # fmt: skip
_PLAIN_TROUBLES = (
    ("en", "500 Internal Server Error", "The server encountered an internal error or misconfiguration and was unable to complete your request.", "Please contact the server administrator and inform them of the time the error occurred, and of anything you might have done that may have caused it."),
    ("en", "502 Bad Gateway", "The web server reported a bad gateway error. What can I do? Please try again in a few minutes.", "If the problem goes on, let the owner of the site know what you were doing when this page came up and the number found below."),
    ("en", "503 Service Unavailable", "The server is temporarily unable to service your request due to maintenance downtime or capacity problems.", "Please try again later. Additionally, a 503 error was encountered while trying to use an error document to handle the request."),
    ("en", "504 Gateway Time-out", "nginx"),
)  # fmt: skip
_TROUBLES = (
    ("en", "We’ll be back soon", "Sorry for the inconvenience, but we are performing some maintenance at the moment. If you need to, you can always write to us.", "Otherwise we will be back online shortly, with the same news from the same harbour as ever."),
    ("en", "Something went wrong", "An unexpected error occurred on our side and we could not load this page. Our engineers have been told of it.", "Please try again in a few minutes, or go back to the front page where the latest news of the harbour is waiting for you."),
    ("de", "Wartungsarbeiten", "Unsere Website wird gerade gewartet und steht in Kürze wieder zur Verfügung. Wir bitten um Verständnis.", "Bitte versuchen Sie es in einigen Minuten erneut; die gedruckte Ausgabe erhalten Sie wie gewohnt an jedem Kiosk der Stadt."),
    ("de", "Interner Serverfehler", "Es ist ein unerwarteter Fehler aufgetreten, und Ihre Anfrage konnte nicht verarbeitet werden. Das tut uns leid.", "Bitte versuchen Sie es später noch einmal oder wenden Sie sich an den Leserservice, wenn das Problem länger besteht."),
    ("fr", "Site en maintenance", "Notre site est actuellement en maintenance et sera de retour très bientôt. Merci de votre patience.", "Nos équipes font le nécessaire ; veuillez réessayer dans quelques minutes ou nous suivre en attendant sur nos autres canaux."),
    ("es", "Sitio en mantenimiento", "Estamos realizando tareas de mantenimiento y volveremos muy pronto. Disculpe las molestias.", "Inténtelo de nuevo dentro de unos minutos; mientras tanto puede leer nuestra edición impresa en cualquier quiosco de la ciudad."),
    ("nl", "We zijn zo terug", "Op dit moment wordt er onderhoud gepleegd aan onze website. We zijn zo snel mogelijk weer bereikbaar.", "Probeer het over een paar minuten nog eens. Excuses voor het ongemak en dank voor je geduld, ook namens de redactie."),
    ("it", "Sito in manutenzione", "Stiamo effettuando alcuni lavori di manutenzione e torneremo online al più presto. Ci scusiamo per il disagio.", "Riprova tra qualche minuto; nel frattempo puoi leggere l’edizione cartacea in tutte le edicole della città e della provincia."),
    ("pt", "Site em manutenção", "Estamos realizando uma manutenção programada e voltaremos em breve. Pedimos desculpas pelo transtorno.", "Tente novamente em alguns minutos; enquanto isso, acompanhe as notícias da cidade na nossa edição impressa, em todas as bancas."),
    ("ar", "الموقع تحت الصيانة", "نقوم حاليا بأعمال صيانة على موقعنا وسنعود قريبا. نعتذر عن أي إزعاج ونشكركم على صبركم.", "يرجى المحاولة مرة أخرى بعد بضع دقائق، ويمكنكم في هذه الأثناء قراءة نسختنا الورقية في جميع أكشاك المدينة."),
    ("he", "האתר בתחזוקה", "אנחנו מבצעים כעת עבודות תחזוקה באתר ונחזור בקרוב. אנו מתנצלים על אי הנוחות ומודים לכם על הסבלנות.", "נסו שוב בעוד מספר דקות; בינתיים אפשר לקרוא את המהדורה המודפסת שלנו בכל דוכני העיתונים שבעיר."),
    ("hi", "साइट का रखरखाव चल रहा है", "हम अभी अपनी वेबसाइट पर रखरखाव का काम कर रहे हैं और जल्द ही वापस आएंगे। असुविधा के लिए हमें खेद है।", "कृपया कुछ मिनट बाद फिर से प्रयास करें; तब तक आप हमारा छपा हुआ अख़बार शहर की हर दुकान पर पढ़ सकते हैं।"),
    ("ja", "ただいまメンテナンス中です", "現在、システムメンテナンスを実施しております。ご不便をおかけして申し訳ございません。", "しばらく時間をおいてから、もう一度アクセスしてください。紙面は普段どおりお近くの販売店でお求めいただけます。"),
    ("zh", "网站维护中", "我们正在进行系统维护，网站将很快恢复访问。给您带来的不便，敬请谅解。", "请稍后再试。在此期间，您仍可在全市各报刊亭购买我们的印刷版，或通过其他渠道关注我们的报道。"),
)  # fmt: skip
_REFUSALS = (
    ("en", "ERROR: The request could not be satisfied", "Request blocked. We can't connect to the server for this app or website at this time. There might be too much traffic or a configuration error.", "Try again later, or contact the app or website owner. If you provide content to customers through CloudFront, you can find steps to troubleshoot and help prevent this error by reviewing the CloudFront documentation."),
    ("en", "Access Denied", 'You don\'t have permission to access "http://www.harbour-courier.example/news/mill-bridge" on this server.', "Reference #18.2f1f3217.1714812345.1b2c3d", "https://errors.edge.example/18.2f1f3217.1714812345.1b2c3d"),
    ("en", "Sorry, you have been blocked", "You are unable to access harbour-courier.example. Why have I been blocked? This website is using a security service to protect itself from online attacks.", "The action you just performed triggered the security solution. What can I do to resolve this? You can email the site owner to let them know you were blocked."),
    ("en", "429 Too Many Requests", "You have sent too many requests in a short time and are being rate limited. Please wait a while before you ask for another page of this site.", "If you think that this is wrong, write to the owner of the site and tell them the number that is shown below."),
    ("de", "Zugriff verweigert", "Sie haben keine Berechtigung, auf diese Seite zuzugreifen. Ihre Anfrage wurde von unserem Sicherheitssystem blockiert.", "Wenn Sie glauben, dass es sich um einen Irrtum handelt, wenden Sie sich bitte an den Leserservice und nennen Sie die untenstehende Nummer."),
    ("fr", "Accès refusé", "Vous n’avez pas l’autorisation d’accéder à cette page. Votre demande a été bloquée par notre système de sécurité.", "Si vous pensez qu’il s’agit d’une erreur, contactez le service des lecteurs en indiquant le numéro qui figure ci-dessous."),
    ("es", "Acceso denegado", "No tiene permiso para acceder a esta página. Su solicitud ha sido bloqueada por nuestro sistema de seguridad.", "Si cree que se trata de un error, póngase en contacto con el servicio de atención al lector e indique el número que aparece abajo."),
)  # fmt: skip
_REGIONS = (
    ("en", "Unavailable due to legal reasons", "We recognise you are attempting to access this website from a country belonging to the European Economic Area (EEA), including the EU, which enforces the General Data Protection Regulation (GDPR), and therefore access cannot be granted at this time."),
    ("en", "451: Unavailable For Legal Reasons", "Our website is currently unavailable in most European countries. We are engaged on the issue and committed to looking at options that support our full range of digital offerings to your market.", "We continue to identify technical compliance solutions that will provide all readers with our award-winning journalism."),
    ("en", "This content is not available in your region", "We are sorry. For reasons of law and licence the page that you asked for cannot be shown in the country from which you are asking for it.", "Readers who are travelling may find the page again when they are back at home."),
    ("de", "Dieser Inhalt ist in Ihrem Land nicht verfügbar", "Aus rechtlichen Gründen können wir Ihnen diese Seite in Ihrer Region leider nicht anzeigen. Wir bitten um Ihr Verständnis.", "Wenn Sie auf Reisen sind, finden Sie den Beitrag wieder, sobald Sie zurück in einem der Länder sind, für die wir Rechte besitzen."),
    ("fr", "Contenu non disponible dans votre pays", "Pour des raisons légales, cette page ne peut pas être affichée dans la région depuis laquelle vous vous connectez.", "Si vous êtes en voyage, vous la retrouverez à votre retour dans l’un des pays pour lesquels nous détenons des droits."),
    ("es", "Contenido no disponible en su región", "Por motivos legales no podemos mostrar esta página en el país desde el que se conecta. Lamentamos las molestias.", "Si está de viaje, volverá a encontrarla cuando regrese a uno de los países para los que tenemos derechos de publicación."),
    ("it", "Contenuto non disponibile nel tuo Paese", "Per motivi legali questa pagina non può essere mostrata nella regione dalla quale ti stai collegando in questo momento.", "Se sei in viaggio la ritroverai al tuo ritorno in uno dei Paesi per i quali possediamo i diritti di pubblicazione."),
    ("ja", "お住まいの地域ではご利用いただけません", "権利上の理由により、このコンテンツはお客様の国または地域では表示できません。", "ご旅行中の方は、配信の権利がある国に戻られてから、もう一度このページをお開きください。ご理解とご協力をお願いいたします。"),
    ("zh", "您所在的地区无法访问此内容", "由于法律和版权方面的原因，该页面无法在您所在的国家或地区显示。", "如果您正在旅行，回到我们拥有版权的国家之后，您可以再次打开这个页面。敬请谅解，感谢您的支持。"),
)  # fmt: skip


def pur(language: str, title: str, left: tuple[str, ...], right: tuple[str, ...], *buttons: str) -> str:
    """Two boxes: read on for nothing with advertising and tracking, or pay and be left alone."""
    boxes = "".join(
        f'<section class="choice"><h2>{escape(lines[0])}</h2>{_lines(*lines[1:])}<button>{escape(button)}</button></section>'
        for lines, button in zip((left, right), buttons, strict=True)
    )
    return _page(
        language, f"{title} | Harbour Courier", f'<main class="offers"><h1>{escape(title)}</h1>{boxes}</main>'
    )


_PURS = (
    pur("de", "Willkommen beim Courier", ("Mit Werbung weiterlesen", "Besuchen Sie courier.example wie gewohnt mit Werbung und Tracking. Ihre Zustimmung ist jederzeit im Datenschutz-Center widerrufbar."), ("PUR-Abo: werbefrei lesen", "Nutzen Sie courier.example ohne Werbung und ohne Werbetracking für 4,99 Euro im Monat. Bereits Pur-Abonnent? Hier anmelden.", "Um Werbung und Inhalte zu messen, verarbeiten wir und bis zu 213 Partner personenbezogene Daten wie IP-Adresse und Cookies auf Ihrem Gerät."), "Zustimmen & weiter", "Jetzt abonnieren"),
    pur("de", "Courier lesen – Sie haben die Wahl", ("Kostenlos mit Werbung", "Mit einem Klick auf „Zustimmen & weiter“ willigen Sie ein, dass wir und unsere 178 Partner Geräte-Kennungen und Cookies für personalisierte Anzeigen verwenden."), ("Courier Pur", "Kein Tracking, keine Banner: lesen Sie die ganze Seite für 99 Cent in der Woche, monatlich kündbar, auf allen Geräten.", "Weitere Hinweise zur Verarbeitung Ihrer Daten und zu Ihrem Widerrufsrecht finden Sie in unserer Datenschutzerklärung und im Impressum."), "Zustimmen & weiter", "Pur-Abo abschließen"),
    pur("it", "Continua a leggere", ("Accetta e continua", "Leggi gratis con pubblicità personalizzata: noi e i nostri 640 partner utilizziamo cookie e tecnologie simili sul tuo dispositivo. Puoi revocare il consenso in ogni momento."), ("Rifiuta e abbonati", "Naviga senza pubblicità e senza cookie di profilazione a partire da 1,99 euro al mese, quando vuoi e da tutti i dispositivi.", "Se sei già abbonato accedi con il tuo account. Per sapere come trattiamo i tuoi dati leggi la nostra informativa sulla privacy."), "Accetta tutti i cookie", "Abbonati"),
    pur("fr", "Votre vie privée, votre choix", ("Accepter et continuer", "Avec votre accord, nos 812 partenaires et nous utilisons des cookies pour stocker des données sur votre appareil et afficher des publicités personnalisées."), ("S’abonner sans publicité", "Lisez le Courrier sans publicité ciblée pour 2,99 euros par mois, sans engagement, sur tous vos écrans et dès maintenant.", "Vous pouvez retirer votre consentement à tout moment depuis la page consacrée à la protection de vos données."), "Tout accepter", "S’abonner"),
)  # fmt: skip


def walled(
    story: Story,
    wall: str,
    *,
    words: int = 120,
    inside: bool = True,
    declared: bool = True,
    cut: bool = False,
) -> str:
    """The beginning of a story, and a request in plain elements that have no telling name."""
    linked = {"@type": "NewsArticle", "headline": story.headline, "datePublished": "2026-05-04T08:15:00Z"}
    head = f'<script type="application/ld+json">{json.dumps(linked)}</script>' if declared else ""
    told: list[str] = []
    for number in range(words):
        text = story.paragraphs[number % len(story.paragraphs)]
        if sum(len(one.split()) for one in told) >= words or (story.language in {"ja", "zh"} and number > 3):
            break
        told.append(text)
    if cut:
        told[-1] = told[-1][: len(told[-1]) // 2].rstrip(" ,.") + "…"
    text = "".join(f"<p>{escape(one)}</p>" for one in told)
    between = (wall, "") if inside else ("", wall)
    return _page(
        story.language,
        f"{story.headline} | Harbour Courier",
        f'<main><article><h1>{escape(story.headline)}</h1><p class="by">By {story.author}</p>'
        f'<div class="text">{text}</div>{between[0]}</article>{between[1]}</main>',
        head,
    )


DUTCH = Story("nl", "Molenbrug dicht na vondst van scheur", "", "Ineke Harbers", (
    "De brug over de haven is sinds maandag dicht voor alle verkeer, omdat inspecteurs een scheur in het dek vonden.",
    "“We nemen geen enkel risico met mensenlevens,” zei wegbeheerder Ro Penning maandagmiddag in het stadhuis.",
    "Ongeveer 14.000 voertuigen steken er elke werkdag over; de volgende brug ligt achttien kilometer stroomopwaarts.",
    "Een veerpont begint dinsdag te varen, om het half uur en gratis, zo liet de gemeente weten.",
))  # fmt: skip
ITALIAN = Story("it", "Chiuso il ponte del Mulino, trovata una crepa", "", "Ida Solari", (
    "Il ponte sul porto è chiuso al traffico da lunedì, dopo che i tecnici hanno trovato una crepa nell’impalcato.",
    "«Non correremo alcun rischio», ha detto la responsabile delle strade, Rosa Pennati, nel pomeriggio in municipio.",
    "Circa 14.000 veicoli lo attraversano ogni giorno feriale e l’altro passaggio si trova diciotto chilometri a monte.",
    "Un traghetto comincerà a funzionare martedì, ogni mezz’ora e gratis, ha comunicato il comune.",
))  # fmt: skip
PORTUGUESE = Story("pt", "Ponte do Moinho fechada após descoberta de fenda", "", "Inês Caldas", (
    "A ponte sobre o porto está fechada a todo o trânsito desde segunda-feira, depois de ter sido achada uma fenda.",
    "“Não vamos correr nenhum risco”, disse a responsável pelas estradas, Rosa Penha, à tarde, na câmara municipal.",
    "Cerca de 14 mil veículos atravessam-na em cada dia útil e a outra passagem fica dezoito quilómetros rio acima.",
    "Um barco começa a circular na terça-feira, de meia em meia hora e sem custos, informou a autarquia.",
))  # fmt: skip

#: What asks at the end of a stub: a story, and the lines of its wall.
_WALLS = (
    ("read the full story", ENGLISH, "To read the full story, subscribe or log in.", "From £1 a week. Cancel anytime."),
    ("metered, none left", ENGLISH, "You have 0 free articles left this month.", "Subscribe today and never miss a story from the coast."),
    ("metered, all read", ENGLISH, "You’ve read all of your free articles.", "Choose a plan that fits you: the first month costs one pound."),
    ("registration", ENGLISH, "Register for free to read the rest of this article", "It takes a minute and needs no card."),
    ("this is premium", ENGLISH, "This story is for subscribers only", "Subscribe now for unlimited access to the Courier."),
    ("to finish", ENGLISH, "Already a subscriber? Log in to finish this article.", "Or start a trial today."),
    ("rest", ENGLISH, "The rest of this article is available to subscribers.", "Get one month for a pound."),
    ("Weiterlesen", GERMAN, "Weiterlesen mit Courier Plus", "Die ersten vier Wochen für 1 Euro, danach monatlich kündbar."),
    ("ganzer Artikel", GERMAN, "Den vollständigen Artikel lesen Sie mit einem Abo.", "Schon Abonnent? Hier anmelden."),
    ("frei gelesen", GERMAN, "Sie haben Ihre kostenlosen Artikel für diesen Monat bereits gelesen.", "Jetzt Abo abschließen und unbegrenzt lesen."),
    ("la suite", STORIES[2], "Pour lire la suite, abonnez-vous ou connectez-vous.", "Sans engagement, 1 € le premier mois."),
    ("reste", STORIES[2], "Il vous reste 62 % de cet article à découvrir.", "La suite est réservée aux abonnés."),
    ("seguir leyendo", STORIES[3], "Para seguir leyendo, suscríbete o inicia sesión", "El primer mes por un euro."),
    ("verder lezen", DUTCH, "Wil je dit artikel verder lezen? Word abonnee.", "De eerste maand voor 1 euro."),
    ("per leggere", ITALIAN, "Per leggere l’articolo completo abbonati o accedi.", "Il primo mese a un euro."),
    ("para ler", PORTUGUESE, "Para ler o artigo completo, assine ou faça login.", "O primeiro mês por um euro."),
    ("al-qiraa", STORIES[4], "لمتابعة قراءة المقال كاملا اشترك الآن أو سجل الدخول", "الشهر الأول بيورو واحد."),
    ("tsuzuki", STORIES[5], "この記事の続きを読むには、会員登録またはログインが必要です。", "初月は百円でお読みいただけます。"),
)  # fmt: skip


def _asks(*lines: str) -> str:
    return f'<div class="x7"><div><h3>{escape(lines[0])}</h3>{_lines(*lines[1:])}<a href="/offer">OK</a></div></div>'


_NEWS = (
    ("Councillors vote for the ferry", "After a long evening the members agreed on it by a narrow majority."),
    ("Parents want the school back", "Two hundred signed a letter to the county, which answers next week."),
    ("Pilots walk out over the mole", "Ships wait in the roads while the two sides talk in the harbour office."),
    ("Bakers give up night work", "From June the first rolls are sold at eight, and not everyone is happy with that."),
    ("Storm takes the old lido’s roof", "Nobody was hurt; the swimming club looks for a place to train until autumn."),
    ("A lighthouse is for sale again", "It has had four owners in ten years, and each of them found it too quiet."),
    ("Eels return to the mill stream", "Anglers counted more of them in one night than in the last five years."),
    ("Market moves to the quay", "Traders hope for more visitors and fear the wind that comes with them."),
)  # fmt: skip


def _teasers(form: str, number: int = 8) -> str:
    return "".join(
        form.format(at=f"/2026/05/0{place + 1}/story-{place}", head=escape(head), text=escape(text))
        for place, (head, text) in enumerate(_NEWS[:number])
    )


CARD_FORMS = {
    "linked card": '<a class="card" href="{at}"><h3>{head}</h3><p>{text}</p></a>',
    "linked card without heading": '<a class="card" href="{at}"><div class="t">{head}</div><div class="s">{text}</div></a>',
    "linked headline": '<div class="item"><div class="t"><a href="{at}">{head}</a></div><p>{text}</p><time>4 May</time></div>',
    "article": '<article><h2><a href="{at}">{head}</a></h2><p>{text}</p><a href="{at}">Read more</a></article>',
    "list": '<li><p><a href="{at}">{head}</a></p><p>{text}</p></li>',
    "row": '<tr><td><a href="{at}">{head}</a><br>{text}</td></tr>',
}


def front(form: str, title: str, intro: str = "", *, number: int = 8, head: str = "") -> str:
    """A page that leads to others: a front page, a topic, the results of a search, the articles of an author."""
    around = {"list": "ul", "row": "table"}.get(form, "div")
    return _page(
        "en",
        f"{title} | Harbour Courier",
        f'<main><h1>{escape(title)}</h1>{intro}<{around} class="river">{_teasers(CARD_FORMS[form], number)}</{around}></main>',
        head,
    )


_PROFILE = '<script type="application/ld+json">{"@type": "ProfilePage", "mainEntity": {"@type": "Person", "name": "Ada Lind"}}</script>'
_BIOGRAPHY = _lines(
    "Ada Lind writes about the coast, its ships and those who live by them. She came to the Courier from a trade journal in 2011.",
    "For her report on the mole she was given the county’s prize. She lives near the lock with two children and a boat.",
)

LOOKALIKES = (
    *(Served(f"sign-in {one[0]} {one[1]}", SIGN_IN, sign_in(*one), one[1]) for one in _SIGN_INS),
    *(Served(f"trouble {one[1]}", TROUBLE, plain_error(*one), one[1]) for one in _PLAIN_TROUBLES),
    *(Served(f"trouble {one[0]} {one[1]}", TROUBLE, error(*one), one[1]) for one in _TROUBLES),
    *(Served(f"refused {one[0]} {one[1]}", CHALLENGE, plain_error(*one), one[1]) for one in _REFUSALS),
    *(Served(f"region {one[0]} {one[1]}", REGION, error(*one), one[1]) for one in _REGIONS),
    Served("trouble under no heading", TROUBLE, _page("en", "Error", _lines("There has been a critical error on this website. Please check your site admin email inbox for instructions, and if you continue to have problems, try the support forums.")), "critical error"),
    Served("trouble under a heading that says nothing", TROUBLE, error("nl", "Even geduld alstublieft", "Onze website is tijdelijk niet bereikbaar wegens gepland onderhoud.", "We werken eraan om de site zo snel mogelijk weer in de lucht te krijgen. Excuses voor het ongemak en bedankt voor je begrip."), "onderhoud"),
    Served("region under no heading", REGION, _page("en", "Harbour Courier", _lines("Unfortunately, our website is currently unavailable in most European countries. We are engaged on the issue and committed to looking at options that support our full range of digital offerings to your market.")), "European"),
    *(Served(f"pur {place}", CONSENT, page, "") for place, page in enumerate(_PURS)),
    *(
        Served(
            f"stub {name} {'inside' if inside else 'beside'}",
            PAYWALL,
            walled(story, _asks(*lines), words=words, inside=inside, declared=words == 120),
            lines[0][:12],
        )
        for place, (name, story, *lines) in enumerate(_WALLS)
        for inside, words in ((place % 2 == 0, 120 if place % 3 else 60),)
    ),
    Served("stub in text", PAYWALL, walled(ENGLISH, _lines("To read the full story, subscribe or log in.")), "full story"),
    *(Served(f"front page of {form}", LISTING, front(form, "Local news"), "") for form in CARD_FORMS),
    *(Served(f"short topic of {form}", LISTING, front(form, "Topic: ferries", number=4), "") for form in CARD_FORMS),
    Served("search", LISTING, front("linked headline", "Results for “mole”", _lines("Showing 1 to 8 of 243 results.")), ""),
    Served("author", LISTING, front("article", "Ada Lind", _BIOGRAPHY, head=_PROFILE), ""),
    Served("author of linked cards", LISTING, front("linked card", "Ada Lind", _BIOGRAPHY, head=_PROFILE), ""),
)  # fmt: skip


class Plain(NamedTuple):
    """A page that is an article, with its headline and words that must be read of it."""

    name: str
    page: str
    headline: str
    told: tuple[str, ...]


def _article(name: str, story: Story, *, before: str = "", after: str = "", head: str = "") -> Plain:
    text = "".join(f"<p>{escape(one)}</p>" for one in story.paragraphs)
    return Plain(
        name,
        _page(
            story.language,
            f"{story.headline} | Harbour Courier",
            f'{before}<main><article><h1>{escape(story.headline)}</h1><p class="by">By {escape(story.author)}</p>'
            f'<time datetime="2026-05-04T08:15:00Z">4 May 2026</time><div class="text">{text}{after}</div></article></main>',
            head,
        ),
        story.headline,
        story.paragraphs,
    )


def _report(language: str, headline: str, *paragraphs: str) -> Plain:
    return _article(f"report {headline}", Story(language, headline, "", "Ada Lind", paragraphs))


_COOKIE_BANNER = (
    '<script src="https://cdn.cookielaw.org/otSDKStub.js" id="onetrust"></script><div id="onetrust-banner-sdk" class="cookie-banner">'
    "<h2>We value your privacy</h2><p>We and our 812 partners store and access information on a device, such as cookies, and process "
    "personal data for personalised ads. You may withdraw your consent at any time.</p><button>Accept all</button><a href=/c>Reject all"
    "</a></div>"
)
_LOG_IN_MODAL = f'<div class="modal" id="login"><h2>Sign in</h2>{_FORM}<p>Forgot your password? No account yet? Register for free.</p></div>'
#: Requests that stand under whole reports.
_OFFERS = (
    ("support", ENGLISH, "Support local journalism", "Subscribe today and help us report from the harbour, every day of the year."),
    ("unlimited", ENGLISH, "Subscribe for unlimited access", "Enjoyed this? Our subscribers make it possible. From £1 a week."),
    ("newsletter", ENGLISH, "Sign up to our newsletter", "Subscribe to our newsletter to read more stories like this one, every weekday at seven."),
    ("comment", ENGLISH, "Join the conversation", "Log in to comment, or register to read and post comments."),
    ("app", ENGLISH, "Keep reading in our app", "Download the Courier’s app to read more from the coast."),
    ("Abo", GERMAN, "Ihnen hat dieser Artikel gefallen?", "Unterstützen Sie unabhängigen Journalismus mit einem Abo, schon ab 5 Euro im Monat."),
    ("Rundbrief", GERMAN, "Newsletter: Der Hafen am Morgen", "Jetzt kostenlos anmelden und jeden Tag mehr lesen."),
    ("kommentieren", GERMAN, "Kommentare", "Melden Sie sich an, um zu kommentieren und um Kommentare zu lesen."),
    ("soutien", STORIES[2], "Soutenez une presse libre", "Abonnez-vous dès 1 € et recevez notre lettre chaque matin."),
    ("boletín", STORIES[3], "Boletín", "Suscríbete a nuestro boletín para leer cada mañana lo más importante."),
    ("nieuwsbrief", DUTCH, "Nieuwsbrief", "Meld je aan voor onze nieuwsbrief en lees elke ochtend het belangrijkste nieuws."),
    ("sostieni", ITALIAN, "Sostieni il giornalismo locale", "Iscriviti alla newsletter per leggere ogni mattina le notizie del porto."),
    ("apoie", PORTUGUESE, "Apoie o jornalismo local", "Assine a nossa newsletter para ler as notícias do porto todas as manhãs."),
    ("nashra", STORIES[4], "النشرة البريدية", "اشترك في نشرتنا البريدية لقراءة أهم الأخبار كل صباح"),
    ("meruma", STORIES[5], "メールマガジン", "メールマガジンに登録すると、毎朝ニュースをお読みいただけます。"),
)  # fmt: skip
_REPORTS = (
    _report("en", "Paywalls spread along the coast", "Three of the five papers on the coast now ask readers to pay before they can read a whole story, a study found on Monday.", "“Subscribe to continue reading” is what most visitors see after two paragraphs, said Ro Penhallow, who led the study.", "Readers who want to read the full story pay between three and nine pounds a month, and few of them stay for a year.", "The Courier has no plans to follow them, its publisher said."),
    _report("en", "How captchas came to rule the web", "“Verify you are human” is the sentence that a person on the coast reads eleven times a week, according to a study of the county.", "Those who cannot see the pictures of bridges are asked to listen, and many give up, said Ro Penhallow of the society for the blind.", "“Access denied” is then all they get, and nobody to complain to; the society wants a law against it."),
    _report("en", "Internal server error shuts out 40,000 from bank", "Customers of the harbour bank saw nothing but “500 Internal Server Error” for most of Monday after an update failed.", "The bank said that the site was down for maintenance until noon and that the service was temporarily unavailable afterwards.", "“Something went wrong, and we know what,” said its head of operations; no money was lost."),
    _report("en", "404: the room that a hotel never had", "Guests who ask for room 404 in the Harbour Hotel are told that it was not found, and for ninety years nobody knew why.", "A builder’s plan from 1931 now shows a wall where the door should be, with a page missing from the ledger beside it.", "The owners will not open it, they said on Monday, as long as the story sells rooms."),
    _report("en", "Access denied: harbour shuts its gates to walkers", "Walkers met a sign that read “Access denied” on Monday when the harbour shut the path along the mole for good.", "The harbour master said that people had been blocked for their own safety after two falls in the winter.", "A petition against it had 3,000 names by the evening."),
    _report("en", "Log in, look around, log out", "Pupils of the coast’s schools log in to nine services a day, and four in ten forget their password every week.", "“Forgot your password is the first thing that they learn to press,” said Ro Penhallow, who teaches at the lock.", "The county wants one account for all of them by the autumn, with a card instead of a password, it said on Monday."),
    _report("en", "We’ll be back soon, says the ferry’s crew", "The crew of the old ferry said goodbye on Monday with a promise: they will be back soon, when the engine has been mended.", "The boat has carried people across the harbour for sixty years; its maintenance costs more than it earns.", "The council looks for a second boat until the summer."),
    _report("en", "American papers still shut Europe out", "Hundreds of local papers are unavailable in most European countries eight years after the law on data took effect.", "Readers see “Unavailable due to legal reasons” and no word of when that ends, a count by the harbour’s library shows.", "“It is cheaper to lose them than to ask a lawyer,” said the publisher of one of them."),
    _report("de", "Zustimmen oder zahlen: Gericht prüft Pur-Abos", "Ob Verlage ihre Leser vor die Wahl stellen dürfen, mit Werbung weiterzulesen oder zu zahlen, prüft seit Montag das Gericht.", "Geklagt hatte ein Verein, der die Einwilligung in Cookies für erzwungen hält: Wer nicht zustimmen will, müsse zahlen.", "Ein Urteil wird für den Herbst erwartet. Die Verlage verweisen auf die Kosten ihrer Redaktionen."),
    _report("de", "Serverfehler legt Bürgeramt lahm", "Wegen eines Fehlers auf einem Server konnte das Bürgeramt am Montag weder Pässe noch Meldungen annehmen.", "Auf der Seite der Stadt stand bis zum Abend nur, sie werde gerade gewartet; ein Sprecher nannte das missverständlich.", "Am Dienstag soll alles wieder gehen."),
    _report("fr", "Les murs payants gagnent la côte", "Trois des cinq journaux de la côte demandent désormais un abonnement pour lire la suite de leurs articles, selon une étude.", "« La suite est réservée aux abonnés » : c’est ce que lisent la plupart des visiteurs, dit Léo Vasseroy, qui l’a dirigée.", "Le Courrier ne compte pas les suivre, a indiqué lundi son éditeur, faute de lecteurs prêts à payer."),
    _report("es", "El muro de pago llega a la costa", "Tres de los cinco diarios de la costa piden ya suscribirse para seguir leyendo, según un estudio publicado el lunes.", "«Contenido exclusivo para suscriptores» es lo que ven casi todos los visitantes, dijo Nuria Abascalet, su autora.", "El Correo no piensa imitarlos, aseguró su editor, porque vive de los anuncios del puerto."),
    _report("ja", "有料会員限定の記事、沿岸の新聞で増える", "沿岸の新聞五紙のうち三紙が、記事の続きを読むために会員登録を求めるようになったことが、月曜日に公表された調査で分かった。", "調査を率いた高瀬みどりさんは「読者の多くは二段落目で読むのをやめている」と述べ、無料で読める範囲を広げるよう求めている。", "港新聞の発行人は、同じ仕組みを取り入れる考えはないと話している。"),
)  # fmt: skip
_ROUND_UP = "".join(
    f'<{tag}><h2><a href="/2026/05/0{place + 1}/story-{place}">{place + 1}. {escape(head)}</a></h2><p>{escape(text)} '
    "What was a small matter in the winter has become one of which the whole coast speaks, and it will not be settled soon.</p>"
    "<p>The county has set a date in June for the next hearing, and both sides say that they will be there with all they have.</p>"
    f"</{tag}>"
    for tag in ("section",)
    for place, (head, text) in enumerate(_NEWS[:7])
)
ARTICLES = (
    *(_article(f"under which {name} is offered", story, after=_asks(*lines)) for name, story, *lines in _OFFERS),
    *_REPORTS,
    *(Plain(f"{one.name}, undrawn banner", one.page.replace("<main>", f"{_COOKIE_BANNER}<main>"), *one[2:]) for one in _REPORTS[8:11]),
    *(_article(f"below a banner {story.language}", story, before=_COOKIE_BANNER) for story in (*STORIES, DUTCH, ITALIAN)),
    _article("below a box to log in", ENGLISH, before=_LOG_IN_MODAL),
    _article("above a box to log in", GERMAN, after=_LOG_IN_MODAL),
    *(
        _article(f"before a long list of {form}", ENGLISH, after=f"<div class=list><h2>More</h2>{_teasers(CARD_FORMS[form])}</div>")
        for form in ("linked card", "linked headline", "article")
    ),
    _article("round-up", Story("en", "Seven things to know on Monday", "", "Ada Lind", ("The week begins with a vote, a strike and a storm.",)), after=_ROUND_UP),
)  # fmt: skip
