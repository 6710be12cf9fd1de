"""A language school whose table and questions are Spanish."""

from pathlib import Path

import numpy as np
import pandas as pd

from tests.evals.fresh.company import SIGNIFICANT, Ask, Company, Frames, Numbers, comma, days, percents, spelled


def truth() -> Frames:
    """Return students."""
    rng = np.random.default_rng(44)
    size = 840
    language = rng.choice(["Inglés", "Francés", "Alemán", "Japonés"], size, p=[0.48, 0.22, 0.2, 0.1])
    site = rng.choice(["Sevilla", "Málaga", "Cádiz"], size, p=[0.5, 0.3, 0.2])
    risk = pd.Series(language).map({"Inglés": 0.22, "Francés": 0.28, "Alemán": 0.4, "Japonés": 0.3}).to_numpy()
    risk = risk + pd.Series(site).map({"Sevilla": -0.04, "Málaga": 0.02, "Cádiz": 0.12}).to_numpy()
    students = pd.DataFrame(
        {
            "student": np.arange(size) + 7001,
            "language": language,
            "level": rng.choice(["A1", "A2", "B1", "B2", "C1"], size),
            "site": site,
            "fee": (rng.choice([59.0, 79.0, 99.0], size) + rng.normal(0, 2, size)).round(2),
            "left": rng.random(size) < risk,
            "joined": days(rng, "2022-09-01", "2024-08-31", size),
            "age": rng.integers(14, 66, size),
            "attended": rng.poisson(18, size),
        }
    )
    return {"students": students}


def write(folder: Path, frames: Frames) -> None:
    """Spanish headers, decimal commas, day-first dates, a few missing fees."""
    table = frames["students"]
    pd.DataFrame(
        {
            "Nº alumno": table["student"],
            "Idioma": table["language"],
            "Nivel": table["level"],
            "Sede": table["site"],
            "Cuota mensual (€)": table["fee"].map(comma),
            "Baja": spelled(table["left"], "sí", "no", 44),
            "Fecha de alta": table["joined"].dt.strftime("%d/%m/%Y"),
            "Edad": table["age"],
            "Clases asistidas": table["attended"],
        }
    ).to_csv(folder / "alumnos.csv", sep=";", index=False, encoding="utf-8-sig")


def _left(frames: Frames) -> Numbers:
    return percents(frames["students"]["left"], frames["students"]["site"])


def _young(frames: Frames) -> Numbers:
    table = frames["students"]
    return {"alumnos": int(((table["language"] == "Japonés") & (table["age"] < 25)).sum())}


def _fee(frames: Frames) -> Numbers:
    table = frames["students"]
    return {"media": float(table.loc[table["site"] == "Málaga", "fee"].mean())}


def _languages(frames: Frames) -> Numbers:
    rates = percents(frames["students"]["left"], frames["students"]["language"])
    return {label: rates[label] for label in ("Inglés %", "Alemán %")}


def _most(frames: Frames) -> Numbers:
    return {"Inglés": int((frames["students"]["language"] == "Inglés").sum())}


COMPANY = Company(
    "academy",
    truth,
    write,
    (
        Ask("group", "¿Cuál es la tasa de bajas en cada sede?", _left),
        Ask("filter", "¿Cuántos alumnos de japonés tienen menos de 25 años?", _young),
        Ask("mean", "¿Cuál es la cuota media de los alumnos de Málaga?", _fee),
        Ask(
            "compare",
            "¿Hay una diferencia significativa en las bajas entre los alumnos de inglés y los de alemán?",
            _languages,
            (SIGNIFICANT,),
        ),
        Ask("top", "¿Qué idioma tiene más alumnos, y cuántos son?", _most, (("Inglés",),)),
        Ask("missing", "¿Qué nota media sacaron los alumnos en el examen final?"),
    ),
)
