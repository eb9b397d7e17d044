"""Walls, missing pages and picture pages as outlets of many languages word them; all sentences are our own."""

from __future__ import annotations

from .play import PARAGRAPH, Behaviour, article, bad_article, one_article, page

MISSING = {
    "de": (
        "Seite nicht gefunden",
        "Leider gibt es unter dieser Adresse nichts mehr. Zur Startseite geht es hier.",
    ),
    "en": (
        "Sorry, page not found",
        "There is nothing at this address any more. Go back to the front page or use the search.",
    ),
    "fr": (
        "Page introuvable",
        "Cette adresse ne mène nulle part. Retournez à la une ou lancez une recherche.",
    ),
    "es": ("Página no encontrada", "Aquí ya no hay nada. Vuelva a la portada o use el buscador."),
    "it": ("Pagina non trovata", "A questo indirizzo non c'è più nulla. Torna alla prima pagina."),
    "nl": ("Pagina niet gevonden", "Op dit adres staat niets meer. Ga terug naar de voorpagina."),
    "pt": ("Página não encontrada", "Neste endereço já não existe nada. Volte para a página inicial."),
    "sv": ("Sidan hittades inte", "Här finns ingenting längre. Gå tillbaka till startsidan."),
    "pl": ("Nie znaleziono strony", "Pod tym adresem nic już nie ma. Wróć na stronę główną."),
    "ru": ("Страница не найдена", "По этому адресу больше ничего нет. Вернитесь на главную."),
    "tr": ("Sayfa bulunamadı", "Bu adreste artık bir şey yok. Ana sayfaya dönün."),
    "da": ("Siden findes ikke", "Der er ikke længere noget på denne adresse. Gå til forsiden."),
    "ja": ("ページが見つかりません", "お探しのページはありません。トップページへお戻りください。"),
    "zh": ("页面不存在", "您要找的内容已经不在这里。请返回首页。"),
    "ko": ("페이지를 찾을 수 없습니다", "찾으시는 내용이 없습니다. 첫 화면으로 돌아가세요."),
}
LOCKED = {
    "de": "Weiterlesen mit Abo. Sie haben bereits ein Abo? Hier anmelden.",
    "en": "Subscribe to continue reading. Already a subscriber? Sign in.",
    "fr": "Cet article est réservé aux abonnés. Déjà abonné ? Identifiez-vous.",
    "es": "Contenido exclusivo para suscriptores. ¿Ya eres suscriptor? Inicia sesión.",
    "it": "Contenuto riservato agli abbonati. Sei già abbonato? Accedi.",
    "nl": "Dit artikel is alleen voor abonnees. Al abonnee? Log in.",
    "pt": "Conteúdo exclusivo para assinantes. Já é assinante? Entre.",
    "sv": "Bli prenumerant för att läsa vidare. Redan prenumerant? Logga in.",
    "da": "Kun for abonnenter. Er du allerede abonnent? Log ind.",
    "pl": "Artykuł tylko dla subskrybentów. Masz już subskrypcję? Zaloguj się.",
    "ja": "この記事は会員限定です。続きを読むにはログインしてください。",
    "zh": "本文为会员专享内容，订阅后阅读全文。",
    "ko": "유료 회원 전용 기사입니다. 구독하고 계속 읽으세요.",
}
CONSENT = {
    "de": (
        "Ihre Zustimmung ist nötig",
        "Um diese Seite zu lesen, brauchen wir Ihre Einwilligung. Wir und unsere Partner setzen Cookies ein und verarbeiten "
        "personenbezogene Daten. Sie können alle akzeptieren oder die Auswahl ändern. Mehr steht im Datenschutz.",
    ),
    "en": (
        "Before you continue",
        "We and our partners store cookies on your device and use personal data for advertising. Choose accept all to give "
        "your consent, or manage your choices in the privacy policy. You can withdraw consent at any time.",
    ),
    "fr": (
        "Gestion des cookies",
        "Nous et nos partenaires utilisons des cookies et traitons des données personnelles. En cliquant sur tout accepter "
        "vous donnez votre consentement. Vous pouvez retirer ce consentement quand vous voulez.",
    ),
    "es": (
        "Antes de continuar",
        "Nosotros y nuestros socios usamos cookies y tratamos datos personales. Pulse aceptar todo para dar su consentimiento. "
        "Puede retirar el consentimiento en cualquier momento.",
    ),
    "it": (
        "Prima di continuare",
        "Noi e i nostri partner usiamo i cookie e trattiamo dati personali. Con accetta tutto si dà il consenso ai cookie. "
        "Il consenso può essere ritirato in ogni momento.",
    ),
    "nl": (
        "Voordat je verdergaat",
        "Wij en onze partners plaatsen cookies en verwerken persoonsgegevens. Klik op alles accepteren om toestemming te geven "
        "voor deze cookies. Je kunt de toestemming altijd intrekken.",
    ),
    "pt": (
        "Antes de continuar",
        "Nós e os nossos parceiros usamos cookies e tratamos dados pessoais. Ao aceitar tudo dá o seu consentimento aos cookies. "
        "Pode retirar o consentimento quando quiser.",
    ),
    "pl": (
        "Zanim przejdziesz dalej",
        "My i nasi partnerzy używamy plików cookie i przetwarzamy dane osobowe. Klikając zaakceptuj wszystko, wyrażasz zgodę na "
        "pliki cookie. Zgodę można wycofać w każdej chwili.",
    ),
    "ja": (
        "プライバシーの設定",
        "当サイトとパートナーはクッキーを使います。同意するを押すとクッキーの利用に同意したことになります。同意はいつでも取り消せます。",
    ),
}
MANAGERS = {
    "onetrust": '<div id="onetrust-consent-sdk"><div class="ot-sdk-container"><p>{}</p></div></div>',
    "usercentrics": '<div id="usercentrics-root"><p>{}</p></div>',
    "didomi": '<div id="didomi-host"><div class="didomi-popup-notice"><p>{}</p></div></div>',
    "sourcepoint": '<div class="message type-modal" id="sp_message_container_1"><p>{}</p></div>',
    "cookiebot": '<div id="CybotCookiebotDialog" role="dialog"><p>{}</p></div>',
}
BANNER = "We use cookies and similar tracking to show ads. Accept all cookies or read our privacy policy about personal data and consent."
PICTURES = "".join(f"<figure><img src=/p{n}.jpg alt=''></figure>" for n in range(12))


def gallery(banner: str) -> str:
    return (
        "<!doctype html><html lang=en><head><meta charset=utf-8><title>Pictures of the winter</title></head><body>"
        f"<nav><a href=/>Home</a> <a href=/sport>Sport</a></nav><h1>Pictures of the winter</h1><p>Scroll down.</p>{PICTURES}"
        f"{banner}</body></html>"
    )


def speaking(language: str, title: str, words: str) -> str:
    return article(title, words).replace("lang=en", f"lang={language}")


def wall(name: str, markup: str, reason: str) -> Behaviour:
    return Behaviour(name, one_article(page(markup)), bad_article("rejected", reason))


def locked(words: str) -> str:
    barrier = f"{PARAGRAPH}</p><div class='paywall'><p>{words}</p></div><p>"
    statement = '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", "isAccessibleForFree": "False"}</script>'
    return article("Inside the campaign", barrier, head=statement)


BEHAVIOURS = (
    *(wall(f"missing_in_{code}", speaking(code, *words), "soft_404") for code, words in MISSING.items()),
    *(wall(f"locked_in_{code}", locked(words), "paywall") for code, words in LOCKED.items()),
    *(wall(f"consent_in_{code}", speaking(code, *words), "consent_wall") for code, words in CONSENT.items()),
    *(
        wall(f"gallery_with_{name}", gallery(markup.format(BANNER)), "no_text")
        for name, markup in MANAGERS.items()
    ),
    wall("gallery_without_banner", gallery(""), "no_text"),
    *(
        Behaviour(
            f"article_with_{name}",
            one_article(page(article() + markup.format(BANNER * 3))),
            bad_article("stored", None),
        )
        for name, markup in MANAGERS.items()
    ),
    Behaviour(
        "article_about_missing_pages",
        one_article(
            page(article("Why a page not found costs a sponsor more than a bad review", PARAGRAPH * 4))
        ),
        bad_article("stored", None),
    ),
    Behaviour(
        "free_article_of_a_paid_outlet",
        one_article(
            page(
                article(text=PARAGRAPH * 8)
                + "<footer>Subscribe to read more of us. Already a subscriber?</footer>"
            )
        ),
        bad_article("stored", None),
    ),
)
