"""Invented names and the towns people live in, by country."""

import random
import unicodedata

COUNTRIES = {"Britain": 42, "Germany": 22, "France": 12, "Spain": 10, "Ireland": 8, "Austria": 6}
LANGUAGES = {
    "en": ("Britain", "Ireland"),
    "de": ("Germany", "Austria"),
    "fr": ("France",),
    "es": ("Spain",),
}
TOWNS = {
    "Britain": "London London London Manchester Bristol Leeds Glasgow Cardiff Norwich Sheffield Exeter Derby",
    "Germany": "Berlin Berlin Hamburg Köln Leipzig Bremen Freiburg Kassel Dresden",
    "France": "Paris Paris Lyon Nantes Lille Rennes Toulouse",
    "Spain": "Madrid Madrid Valencia Sevilla Bilbao Zaragoza",
    "Ireland": "Dublin Dublin Cork Galway Limerick",
    "Austria": "Wien Wien Graz Linz Salzburg",
}
_GIVEN = {
    "en": """Ada Alan Amy Arthur Beth Bruno Callum Cara Clive Dawn Derek Edith Eileen Ewan Fiona Frank Gemma Gordon
        Hannah Hugh Imogen Isaac Jean Joel Kate Keith Leah Lewis Maeve Martin Nadia Niall Olive Owen Pauline Priya
        Rhys Rosie Sally Sanjay Siobhan Tariq Tess Una Vera Wayne Winnie Yusuf Zoe Zara""",
    "de": """Anja Bernd Claudia Detlef Elke Friedrich Gisela Hannes Ilse Jannik Jutta Kaspar Katrin Lothar Lukas
        Mareike Matthias Nele Norbert Petra Ralf Renate Sabine Sönke Thea Torsten Ulrike Uwe Veit Waltraud Anselm
        Birte Carsten Dagmar Erich Franka Gereon Heidrun Ingo Jule Konrad Liesel Moritz Nadja""",
    "fr": """Agathe Antoine Benoît Camille Céline Didier Élise Étienne Fanny Gaël Hélène Hugo Inès Jérôme Léa Luc
        Manon Mathilde Noémie Pascal Quentin Romane Sylvie Thibault Yannick""",
    "es": """Adela Alonso Begoña Carmelo Consuelo Dolores Emilio Esteban Fátima Gonzalo Iker Inmaculada Jimena
        Leandro Lourdes Maite Nieves Octavio Pilar Ramiro Rocío Sergio Teresa Vicente Yolanda""",
}
_FAMILY = {
    "en": """Abernathy Ainsworth Barrowclough Birtles Bracewell Cawthorne Chadwick Clitheroe Coyle Dacre Dunphy
        Entwistle Fairhurst Farrow Gallacher Gantley Haddow Hesketh Ibbotson Jessop Keegan Kershaw Lambton Larkin
        Loughrey Marsden Mistry Nuttall Okoro Ormerod Pargeter Pickup Quigley Ramsbottom Rafferty Sefton Shah
        Skelton Tattersall Thackray Uttley Varley Whitlock Wigglesworth Yates""",
    "de": """Abendroth Brinkmann Czerny Dornbusch Eichstädt Falkner Gutmann Hagedorn Isenberg Jansen Kaltenbach
        Lindqvist Moosbrugger Nachtigall Oberhuber Pfannkuch Quandt Reichelt Sauerbrey Tschirner Uhlmann Vollrath
        Wiesinger Zangerl Zeller""",
    "fr": """Aubertin Bellanger Carpentier Delmas Escoffier Fontanel Gauvain Hocquart Imbert Jouvet Lachaume
        Marchal Noirot Oudinot Perrault Quesnel Roussel Sabatier Tissot Vauquelin""",
    "es": """Albornoz Barrientos Carrasco Domenech Echeverría Figueroa Garmendia Hinojosa Iribarren Jurado
        Lizarraga Manzanares Navarrete Olmedo Pedraza Quintanilla Robledo Saavedra Urrutia Zabala""",
}


def language_of(country: str) -> str:
    """Return the language that most people of a country write."""
    return next(language for language, countries in LANGUAGES.items() if country in countries)


def pool(draw: random.Random) -> dict[str, list[str]]:
    """Return for each language its full names, shuffled, each once."""
    names = {}
    for language, given in _GIVEN.items():
        names[language] = [f"{first} {last}" for first in given.split() for last in _FAMILY[language].split()]
        draw.shuffle(names[language])
    return names


def town(draw: random.Random, country: str) -> str:
    """Return a town; large ones are drawn more often."""
    return draw.choice(TOWNS[country].split())


def address(name: str, number: int) -> str:
    """Return an e-mail address in a domain that is reserved for examples."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return f"{plain.replace(' ', '.')}{number % 89 + 10}@example.com"


def phone(draw: random.Random, country: str) -> str:
    """Return a phone number of a range that is kept for fiction, or one that nobody has."""
    if country == "Britain":
        return f"+44 20 7946 {draw.randrange(1000):04d}"
    if country == "Ireland":
        return f"+353 20 910 {draw.randrange(10000):04d}"
    if country == "France":
        return f"+33 1 99 00 {draw.randrange(100):02d} {draw.randrange(100):02d}"
    if country == "Spain":
        return f"+34 900 000 {draw.randrange(1000):03d}"
    return f"+49 30 23125 {draw.randrange(1000):03d}"
