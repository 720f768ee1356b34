"""A sport is told by whole words in many languages, and by nothing that only looks like one."""

from __future__ import annotations

import pytest

from loadwatch.formats._sport_words import place_of_run, sport_of

RUNS = (
    "Run, running, RUNNING, JOGGING, street_running, Lauf, Laufen, Nachmittagslauf, Waldlauf, "
    "Course à pied, Footing, Carrera, Correr, Corrida, Corsa, Hardlopen, Løb, Løbetur, Løping, "
    "Löpning, Juoksu, Bieg, Bieganie, Běh, Бег, Пробежка, ランニング, ラン, 跑步, 달리기, 러닝, 9, "
    "run/walk, parkrun, Marathon, Corrida matutina"
)
TRAILS = "Trail Run, TrailRun, trail_running, Trail, Traillauf, トレイルラン, 越野跑, 트레일 러닝"
TREADMILLS = (
    "treadmill_running, Treadmill, indoor_running, Laufband, Tapis roulant, Cinta de correr, "
    "Esteira, Loopband, Løbebånd, Juoksumatto, Bieżnia, Беговая дорожка, "
    "トレッドミル, 跑步机, 러닝머신"
)
VIRTUAL = "VirtualRun, Virtual Run, virtual_run, Virtueller Lauf, Course virtuelle, Zwift run"
TRACKS = "track_running, Track Run, TRACK_AND_FIELD_RUNNING"
WALKS = (
    "Walk, walking, Spaziergang, Gehen, Marche, Caminata, Caminhada, Camminata, Wandelen, Gåtur, "
    "Promenad, Kävely, Spacer, Chůze, Ходьба, ウォーキング, 散歩, 步行, 걷기, Nordic Walking, 10"
)
HIKES = (
    "Hike, hiking, Wanderung, Wandern, Randonnée, Senderismo, Trilha, Escursione, Vandring, "
    "Vandretur, Fottur, Vaellus, Wędrówka, Turistika, Поход, ハイキング, 登山, 徒步, 등산, 4"
)
RIDES = (
    "Ride, cycling, Biking, Radfahrt, Vélo, Sortie à vélo, Randonnée à vélo, Ciclismo, Bicicleta, "
    "Carrera de bicicletas, Pedalada, Fietsrit, Cykling, Sykling, Pyöräily, Jazda na rowerze, "
    "Cyklistika, Велосипед, ライド, サイクリング, 骑行, 자전거, E-Bike Ride, Mountain Bike Ride, "
    "Gravel Ride, Bike marathon, 1"
)
SWIMS = (
    "Swim, lap_swimming, Schwimmen, Natation, Natación, Natação, Nuoto, Zwemmen, Svømning, "
    "Simning, Uinti, Pływanie, Plavání, Плавание, 水泳, 游泳, 수영"
)
STRENGTH = (
    "Weight Training, strength_training, Krafttraining, Musculation, Pesas, Musculação, "
    "Krachttraining, Styrketræning, Trening siłowy, Силовая тренировка, 筋トレ, 力量训练, 근력 운동"
)
NONE = (
    "Brunch, Prune, Trunk, turnen, Wanderlust, Bride, Pride, Klimawandel, Ablauf, Verlauf, "
    "Kreislauf, Lebenslauf, Laufrad, laufende Kosten, Drunk, Crunches, Prunkvoll, Walkman, "
    "Trailer, Hijab, Biketoberfest, レストラン, トランポリン, プライド, Course, Other, Workout, "
    "generic, Suunto track, Racetrack, zabieg, Swimsuit, Skip, Skin, , 3, 跑车"
)
SLIDING = {
    "Eislauf": "ice_skating", "Ice Skate": "ice_skating", "Inline Skate": "inline_skating",
    "Langlauf": "cross_country_skiing", "Skilanglauf": "cross_country_skiing",
    "Nordic Ski": "cross_country_skiing", "Alpine Ski": "alpine_skiing",
    "Ski": "cross_country_skiing",
    "Snowshoe": "snowshoeing", "Elliptical": "fitness_equipment",
    "Wheelchair": "wheelchair_push_run",
    "Aqua jogging": "training", "Stair-Stepper": "fitness_equipment",
}  # fmt: skip


def each(words: str) -> list[str]:
    return [word.strip() for word in words.split(",")]


@pytest.mark.parametrize(
    ("words", "sport"),
    [
        (RUNS, ("running", None)), (TRAILS, ("running", "trail")),
        (TREADMILLS, ("running", "treadmill")), (VIRTUAL, ("running", "virtual_activity")),
        (TRACKS, ("running", "track")), (WALKS, ("walking", None)), (HIKES, ("hiking", None)),
        (RIDES, ("cycling", None)), (SWIMS, ("swimming", None)),
        (STRENGTH, ("training", "strength_training")), (NONE, ("generic", None)),
    ],
    ids=["run", "trail", "treadmill", "virtual", "track", "walk", "hike", "ride", "swim",
         "strength", "none"],
)  # fmt: skip
def test_a_sport_is_told_by_its_words(words, sport):
    assert {word: sport_of(word) for word in each(words)} == dict.fromkeys(each(words), sport)


@pytest.mark.parametrize("words", SLIDING)
def test_what_only_sounds_like_running_is_told_first(words):
    assert sport_of(words)[0] == SLIDING[words]


def test_walking_on_a_treadmill_is_walking():
    assert sport_of("Treadmill walk") == ("walking", "indoor_walking")
    assert sport_of("Treadmill run and walk") == ("running", "treadmill")
    assert sport_of("indoor_cycling") == ("cycling", "indoor_cycling")
    assert sport_of("Virtual Ride") == ("cycling", "virtual_activity")


def test_the_place_of_a_run_is_told_by_its_title():
    assert place_of_run("Treadmill 5k") == "treadmill"
    assert place_of_run("Bahntraining") == "track"
    assert place_of_run("Back on track") is None
    assert place_of_run("Round the lake") is None


def test_a_text_of_any_length_is_told_at_once():
    assert sport_of("Morgenlauf " * 100_000) == ("running", None)
    assert sport_of("a" * 1_000_000) == ("generic", None)
