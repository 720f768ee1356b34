"""What runners, watches and services call a sport, in many languages → FIT's words.

A word counts whole, or by a stem that nothing else begins or ends with: a brunch is no run. Writing
without blanks between words (Japanese, Chinese) is searched for signs that stand for nothing else;
those after an equals sign count whole.
"""

from __future__ import annotations

import functools
import re
import unicodedata

Sport = tuple[str, str | None]

MAX_LETTERS = 200
"""Letters of a type or a title that are looked at. [letters; choice]"""
STRAVA_TYPES: dict[str, Sport] = {
    "1": ("cycling", None),
    "4": ("hiking", None),
    "9": ("running", None),
    "10": ("walking", None),
}
"""Numbers that Strava's older GPX writes as type."""

_SLIDING: tuple[tuple[Sport, str], ...] = (
    (("ice_skating", None), "ice skat*, iceskat*, eislauf*, schlittschuh*, skøjteløb, "
     "patin* a glace, patin* sur glace, patinaje sobre hielo, pattinaggio su ghiaccio, lyzwy, "
     "luistelu*, アイススケート, 滑冰, 溜冰"),
    (("inline_skating", None), "inline*, skate, skates, skating, rollschuh*, rollerblad*, "
     "roller skat*, patin*, pattinaggio, skeeler*, rolki, スケート, 스케이트"),
    (("cross_country_skiing", None), "langlauf*, skilanglauf*, langlaufen, nordic ski*, "
     "cross country ski*, ski de fond, langrenn*, langdskid*, *hiihto, biegowk*, "
     "narciarstwo biegowe, esqui de fondo, sci di fondo, bezky, bezk* lyz*, rulleski*, "
     "roller ski*, "
     "rollerski*, クロスカントリースキー, 越野滑雪"),
    (("alpine_skiing", None), "alpine ski*, downhill ski*, resort ski*, backcountry ski*, "
     "ski alpin*, skiabfahrt*, esqui alpin*"),
    (("snowboarding", None), "snowboard*"),
    (("snowshoeing", None), "snowshoe*, schneeschuh*, raquettes, raquettes a neige, ciaspol*"),
    (("cross_country_skiing", None), "ski, skis, skiing, skifahren, skitour*, esqui, narty, "
     "narciarstwo, лыж*, スキー, 滑雪, 스키"),
    (("wheelchair_push_run", None), "wheelchair*, rollstuhl*, rolstoel*, fauteuil roulant, "
     "silla de ruedas, sedia a rotelle, rullestol*, rullstol*"),
    (("cycling", "hand_cycling"), "handcycl*, handbike*, handbik*"),
    (("training", "cardio_training"), "aqua jog*, aquajog*, deep water run*, pool run*, "
     "aquafitness"),
    (("fitness_equipment", "elliptical"), "elliptic*, eliptic*, ellittic*, elliptisch*, "
     "cross trainer, crosstrainer*, ellipsen*, orbitrek"),
    (("fitness_equipment", "stair_climbing"), "stair stepper, stairstepper, stairmaster, "
     "stair climb*, floor climb*, stepper"),
)  # fmt: skip
"""What is told by words that hold another sport's."""

_TREADMILL = (
    "treadmill*, laufband*, tapis roulant, tapis de course, tapis de marche, "
    "course sur tapis, sur tapis, cinta de correr, en cinta, cinta rodante, caminadora, esteira, "
    "passadeira, tapete rolante, "
    "loopband*, løbeband*, løpeband*, mølle, lopband*, juoksumat*, biezni*, bezeck* pas*, "
    "бегов* дорожк*, トレッドミル, ランニングマシン, ルームランナー, 跑步机, 跑步機, "
    "러닝머신, 트레드밀"
)
_INDOOR = "indoor, indoors, innen, drinnen, interieur, interior, 室内, 室內, 屋内, 실내"
_TRACK = (
    "track run*, track and field*, track workout*, track session*, track interval*, "
    "track repeat*, "
    "on the track, at the track, running track, bahnlauf, bahntraining, bahnintervall*, "
    "tartanbahn*, "
    "piste d athletisme, sur piste, pista de atletismo, pista di atletica, en pista, in pista, "
    "na pista, atletiekbaan, baantraining, banetræning, banetrening, bantraning, "
    "トラック走, トラック練習, 田径场, 操场, 트랙"
)
_VIRTUAL = "virtual, virtuell*, virtuel*, virtuele, virtuale, wirtualn*, virtualni, виртуальн*, "\
    "zwift, バーチャル, 虚拟, 虛擬, 가상"  # fmt: skip
_TRAIL = (
    "trail, trails, trailrun*, traillauf*, trailløb, trailløp, traillopning, ultratrail*, "
    "bieg przelajowy, polkujuoksu, треилраннинг, トレイル, トレラン, 越野跑, 트레일"
)
_RUN = (
    "run, runs, running, joyrun, jog, jogs, jogging, joggen, jogg*, parkrun*, fartlek, "
    "lauf, laufe, laufen, laufrunde*, lauftraining*, laufeinheit*, laufausflug, "
    "laufbandtraining, "
    "barfusslaufen, einlaufen, auslaufen, fahrtspiel, "
    "course a pied, course en sentier, course virtuelle, course sur piste, course sur route, "
    "sortie course, course en interieur, footing, courir, "
    "correr, corriendo, trote, correndo, correre, corsetta, podismo, hardloop*, hardlopen, "
    "hardgelopen, duurloop*, looptraining*, "
    "løb, løbe, løbetur*, løbetræning*, løbning, motionsløb, intervalløb, morgenløb, aftenløb, "
    "løp, løpe, løpetur*, løping, løpetrening*, langløp, lopning, lopa, loptur*, loprunda, "
    "loppass, lopstraning, traillopning, "
    "juoksu*, juoksen*, *juoksu, juosta, holkka*, "
    "bieg, biegi, bieganie, biegu, biegac, biegam, przebiezka, "
    "beh, behy, behani, behat, vybeh, probehnuti, "
    "бег, бега, бегать, бегаю, пробежк*, забег*, "
    "=ラン, ランニング, ジョグ, 朝ラン, 夜ラン, トレイルラン, トレラン, バーチャルラン, 駅伝, "
    "跑步, 慢跑, 晨跑, 夜跑, 长跑, 長跑, 路跑, 越野跑, 间歇跑, 户外跑, 室内跑, 虚拟跑, "
    "달리기, 러닝, 조깅, 런닝"
)
_RACE = "carrera*, corsa, corse, corrida*, lopp"
"""A run, unless something else tells a race of another sport."""
_RIDE = (
    "ride, rides, riding, bike, bikes, biking, cycle, cycling, cyclocross, cyclo cross, bicycl*, "
    "ebike*, mtb, velomobile, spinning, radfahr*, radtour*, radrunde*, radausfahrt*, radeln, "
    "rennrad*, fahrrad*, mountainbik*, gravelbik*, *radfahrt, radsport, velofahr*, "
    "velo, velos, vtt, cyclisme, cyclotourisme, ciclismo, bici, bicis, bicicleta*, bicicletta*, "
    "ciclis*, pedalad*, pedalat*, fiets*, wielren*, cykel*, cykling, cykla, sykkel*, sykling, "
    "sykle*, pyoraily*, pyora*, maastopyora*, rowerem, rowerow*, jazda na rowerze, "
    "przejazdzk*, kolarstwo, kolarsk*, "
    "cyklistika, cyklo*, na kole, jizda na kole, вело*, заезд*, "
    "=ライド, サイクリング, バイクライド, バーチャルライド, グラベルライド, "
    "骑行, 骑车, 騎行, 騎車, 自行车, 自行車, 单车, 單車, 자전거, 라이딩, 사이클"
)
_WALK = (
    "walk, walks, walking, walked, stroll, strolls, spazier*, gehen, gehtraining, walken, "
    "gassi*, "
    "marche, marcher, marche nordique, balade a pied, promenade, promenad, promenader, "
    "caminata*, caminar, caminando, paseo a pie, caminhada*, caminhar, passeio a pe, "
    "camminat*, camminare, passeggiat*, wandelen, wandeling*, wandeltocht*, gewandeld, "
    "gatur, ga tur, gature, spadsertur, kavely*, *kavely, spacer, spacery, spaceru, "
    "chodzenie, marsz, "
    "chuze, prochazka, prochazky, ходьба, ходьбы, прогулка, прогулки, "
    "ウォーキング, 散歩, 步行, 健走, 走路, 散步, 快走, 걷기, 산책, 워킹"
)
_HIKE = (
    "hike, hikes, hiking, wandern, wanderung*, wandertour*, *wanderung, bergwandern, bergtour*, "
    "hochtour, trek, treks, trekking, mountaineering, tramping, "
    "randonnee*, rando, randos, senderismo, excursion a pie, excursionismo, escursion*, "
    "trilha, trilhas, bergwandelen, hiken, vandring*, vandretur*, vandre, fottur*, fjelltur*, "
    "vaellus*, patikointi*, retkeily, wedrowk*, turystyka piesza, "
    "wycieczka piesza, turistika, pesi turistika, поход*, хаикинг, треккинг, "
    "ハイキング, 登山, トレッキング, 山歩き, 徒步, 徒歩, 远足, 遠足, 爬山, 健行, 등산, "
    "하이킹, 트레킹"
)
_OTHERS: tuple[tuple[Sport, str], ...] = (
    (("swimming", None), "swim, swims, swimming, swam, schwimm*, freiwasser*, natation, nager, "
     "natacion, nadar, nado, natacao, nuoto, nuotata*, nuotare, zwem*, svømning, svømming, "
     "svømme*, "
     "simning, simma, simtraning, uinti, uinnit, plywanie, plywac, pływa*, plavani, plavat, "
     "плавани*, заплыв*, 水泳, スイム, 游泳, 수영"),
    (("rowing", None), "rowing, rudern, ruder*, aviron, remo, canottaggio, roeien, roning, rodd, "
     "soutu, wioslar*, wioślar*, гребля, 划船"),
    (("training", "strength_training"), "strength*, weights, weight training, weighttraining, "
     "weightlift*, powerlifting, core, kraft, krafttraining*, kraftsport, kraftigung*, "
     "gewichtstraining, gewichtheben, musculation, renforcement*, poids, pesas, fuerza, "
     "musculacao, treinamento com peso*, treino de forca, pesi, krachttraining*, "
     "gewichttraining, styrke*, styrketraning, voima*, silow*, siłow*, silovy, silove, posilov*, "
     "силов*, 筋トレ, 筋力, ウェイト, 力量, 举重, 重訓, 重量训练, 웨이트, 근력"),
    (("training", "yoga"), "yoga, joga, jooga, йога, иога, ヨガ, 瑜伽, 瑜珈, 요가"),
    (("training", "pilates"), "pilates, ピラティス, 普拉提, 필라테스"),
    (("training", "flexibility_training"), "stretching, dehnen, mobility, etirement*, "
     "estiramiento*, ストレッチ, 拉伸, 스트레칭"),
    (("training", "cardio_training"), "crossfit, hiit, cardio, zumba, aerobic*, bootcamp"),
    (("rock_climbing", None), "rock climb*, climbing, bouldering, bouldern, klettern, escalade, "
     "escalada, arrampicata, klimmen, wspinaczka, lezeni, クライミング, 攀岩, 클라이밍"),
)  # fmt: skip
_MARATHON = "marathon*, halbmarathon*, halvmaraton*, maraton*, maratona, maratonina, " \
    "марафон*, полумарафон*, マラソン, 马拉松, 馬拉松, 마라톤"  # fmt: skip


def sport_of(text: str) -> Sport:
    """FIT sport and sub-sport from an exporter's or a runner's words; ``generic`` if none tells."""
    words = folded(text)
    if words in STRAVA_TYPES:
        return STRAVA_TYPES[words]
    for sport, pattern in _SLIDING:
        if _tells(pattern, words):
            return sport
    is_ride, is_hike = _tells(_RIDE, words), _tells(_HIKE, words)
    is_walk, is_run = _tells(_WALK, words), _is_run(words) or (_tells(_RACE, words) and not is_ride)
    if _tells(_TREADMILL, words):
        is_walk_only = is_walk and not _is_run(_compiled(_TREADMILL).sub(" ", words))
        return ("walking", "indoor_walking") if is_walk_only else ("running", "treadmill")
    if is_run or (_tells(_TRAIL, words) and not (is_ride or is_walk or is_hike)):
        return "running", _kind_of_run(words)
    if is_ride:
        return "cycling", _kind_of_ride(words)
    if is_hike:
        return "hiking", None
    if is_walk:
        return "walking", "indoor_walking" if _tells(_INDOOR, words) else None
    for sport, pattern in _OTHERS:
        if _tells(pattern, words):
            return sport
    return ("running", None) if _tells(_MARATHON, words) else ("generic", None)


def place_of_run(title: str) -> str | None:
    """``treadmill`` or ``track``, where the title of a run says so."""
    words = folded(title)
    if _tells(_TREADMILL, words):
        return "treadmill"
    return "track" if _tells(_TRACK, words) else None


def _is_run(words: str) -> bool:
    return _tells(_RUN, words) or _LAUF.search(words) is not None


def _kind_of_run(words: str) -> str | None:
    if _tells(_VIRTUAL, words):
        return "virtual_activity"
    if _tells(_INDOOR, words):
        return "treadmill"
    if _tells(_TRAIL, words):
        return "trail"
    return "track" if _tells(_TRACK, words) else None


def _kind_of_ride(words: str) -> str | None:
    if _tells(_VIRTUAL, words):
        return "virtual_activity"
    return "indoor_cycling" if _tells(_INDOOR, words) else None


def folded(text: str) -> str:
    """Text in small letters without accents, its words parted by single blanks."""
    text = _CAMEL.sub(" ", unicodedata.normalize("NFKC", text[:MAX_LETTERS]))
    parts = unicodedata.normalize("NFKD", text.casefold())
    plain = unicodedata.normalize("NFC", _ACCENTS.sub("", parts))
    return " ".join(_BETWEEN.sub(" ", plain).split())


_LAUF = re.compile(
    r"\b(?!\w*(?:ab|ver|kreis|zu|auf|um|ober|unter|fluss|lebens|vor|nach|ruck|durch|bach|eis|"
    r"lang|ski|schuh|leer|frei|fort|fehl|probe|hoch|an|aus|ent)lauf\b)\w+lauf\b"
)
"""German names of runs end so, and words for what runs otherwise."""
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_ACCENTS = re.compile("[\u0300-\u036f]")
_BETWEEN = re.compile(r"[\W_]+")
_WITHOUT_BLANKS = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def _tells(patterns: str, words: str) -> bool:
    return _compiled(patterns).search(words) is not None


@functools.cache
def _compiled(patterns: str) -> re.Pattern[str]:
    """One expression for many words; a star stands for the rest of a word."""
    whole: list[str] = []
    signs: list[str] = []
    for pattern in patterns.split(","):
        word = " ".join(_fold_pattern(part) for part in pattern.split())
        is_sign = _WITHOUT_BLANKS.search(word) and "=" not in pattern
        (signs if is_sign else whole).append(word)
    either = [rf"\b(?:{'|'.join(whole)})\b"] if whole else []
    return re.compile("|".join([*either, *signs]))


def _fold_pattern(word: str) -> str:
    return r"\w*".join(folded(piece) for piece in word.split("*"))
