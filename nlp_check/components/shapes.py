"""The shape of a token: one letter for numbers, units, signs and glue words.

Dose, time and measure grammars are regular expressions over these letters, one letter a token, so that they are
short, linear and indifferent to spacing. ``w`` is any other word.

    d whole number   f number with a point or comma   n number in words
    x times sign     s seconds   m minutes   r repetitions   S sets   y trials, rounds, trips   o weight
    t distance       i inches, centimetres   g degrees   % per cent   q double prime   p prime
    h hold           e each side   z a day, a week   @ at   T to, through   u units   k clock am / pm   W mmHg, bpm ...
    v level          - dash   + plus   / slash   a arrow   c comma   ; semicolon   : colon   . full stop
    * asterisk       O of
    ( ) brackets     = equals   & and   | cell border   ~ about   > < signs   # number sign (weight after a number)
    \\n line end     \\t tab
"""

from __future__ import annotations

NUMBER_WORDS: dict[str, int] = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
} | {"seventy": 70, "eighty": 80, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90, "once": 1, "twice": 2}

_WORDS: dict[str, str] = {
    "x": "x ×",
    "*": "*",
    "O": "of",
    "s": "s sec secs second seconds",
    "m": "m min mins minute minutes",
    "r": "rep reps repetition repetitions times count counts",
    "S": "set sets",
    "y": "trial trials attempt attempts round rounds trip trips bout bouts circuit circuits items item tries "
    "opportunities passes pass cycles cycle",
    "o": "lb lbs pound pounds kg kgs kilo kilos kilogram kilograms oz ounce ounces n newtons watts watt",
    "t": "ft feet foot yd yds yard yards meter meters metre metres mi mile miles lap laps block blocks flight "
    "flights step steps stair stairs length lengths",
    "i": "in inch inches cm mm",
    "g": "° º deg degree degrees degs ˚",
    "%": "% percent",
    "q": '" ” ″ “',
    "p": "' ’ ′ ‘",
    "h": "hold holds h holding",
    "e": "ea each",
    "z": "daily day days week weeks wk wks bid tid qid weekly d",
    "@": "@ at",
    "T": "to thru through until till",
    "u": "unit units u",
    "k": "am pm a.m p.m",
    "W": "mmhg bpm mph rpm rpms hz",
    "v": "level lvl lv l level resistance res grade",
    "-": "- – — ‐ ‑ ‒ ―",
    "+": "+",
    "/": "/",
    "a": "→ ➔ ⇒ ↔",
    "c": ",",
    ";": "; • ·",
    ":": ":",
    ".": ". ! ?",
    "(": "( [ {",
    ")": ") ] }",
    "=": "=",
    "&": "& and plus",
    "|": "| ¦",
    "~": "~ ≈ approx approximately about roughly around",
    ">": "> ≥",
    "<": "< ≤",
    "#": "#",
}
SHAPE_OF_WORD: dict[str, str] = {word: shape for shape, words in _WORDS.items() for word in words.split()}
MINUS_SIGNS = frozenset("-−–")
UNIT_OF_WORD: dict[str, str] = (
    dict.fromkeys("lb lbs pound pounds #".split(), "lb")
    | dict.fromkeys("kg kgs kilo kilos kilogram kilograms".split(), "kg")
    | dict.fromkeys("oz ounce ounces".split(), "oz")
    | dict.fromkeys("n newtons".split(), "newton")
    | dict.fromkeys("watt watts".split(), "watt")
    | dict.fromkeys("ft feet foot".split(), "ft")
    | dict.fromkeys("yd yds yard yards".split(), "yd")
    | dict.fromkeys("meter meters metre metres m".split(), "m")
    | dict.fromkeys("mi mile miles".split(), "mi")
    | dict.fromkeys("lap laps length lengths".split(), "lap")
    | dict.fromkeys("block blocks".split(), "block")
    | dict.fromkeys("flight flights".split(), "flight")
    | dict.fromkeys("step steps".split(), "step")
    | dict.fromkeys("stair stairs".split(), "stair")
    | dict.fromkeys("in inch inches".split(), "in")
    | {"cm": "cm", "mm": "mm"}
)


def shape_of(word: str) -> str:
    """The shape letter of one token as written (not white space)."""
    first = word[0]
    if first.isdigit():
        return "d" if word.isdigit() else "f"
    lower = word.lower()
    shape = SHAPE_OF_WORD.get(lower)
    if shape is not None:
        return shape
    if lower in NUMBER_WORDS:
        return "n"
    if first == "−":
        return "-"
    return "w" if first.isalpha() else "?"


def value_of(word: str) -> float | int | None:
    """The number a token stands for; a comma between thousands is read as such, else as a decimal point."""
    if word.isdigit() and word.isascii():
        return int(word[:12])
    if word[0].isdigit():
        plain = word
        if "," in word:
            head, _, tail = word.rpartition(",")
            plain = word.replace(",", "") if len(tail) == 3 and "." not in tail else f"{head}.{tail}"
        try:
            number = float(plain[:24])
        except ValueError:
            return None
        return int(number) if number.is_integer() and "." not in plain else number
    return NUMBER_WORDS.get(word.lower())
