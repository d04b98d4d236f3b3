"""A small corpus in a temporary directory, and one note of both codes that has nothing wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

TEXT = (
    "TE 97110 10:05-10:23: seated leg press 3x15 40 lbs for quad strength, knee ext -10 deg (was -15).\r\n"
    "Quad strength needed for reciprocal stairs at home.\r\n"
    "TA 97530 10:23-10:46: reciprocal stairs x 12, weight shift and balance, VC for knee over toe.\n"
    "Stair practice so that she can reach her bedroom. 6/6 steps without a miss.\n"
    "97110 x1, 97530 x2"
)
LABELS = """\
id: w01-001
writer: w01
style: clinic-soap
narratives:
  - code: '97110'
    text:
      - {from: 'TE 97110', to: 'at home.'}
    time_blocks:
      - {quote: '10:05-10:23', start: 10:05, stop: 10:23, minutes: 18}
    minutes: 18
    billed_units: 1
    interventions:
      - {quote: seated leg press, sets: 3, reps: 15, load: {value: 40, unit: lb, text: 40 lbs}, position: seated}
    measures:
      - {quote: knee ext -10 deg (was -15), kind: rom, value: -10, unit: degree, baseline: -15}
    goal_connections:
      - Quad strength needed for reciprocal stairs at home.
    elements:
      named_exercise: met
      dose: met
      load: met
      position: met
      impairment_target: met
      clock_time: met
      objective_measure: met
      baseline: met
      goal_connection: met
    intended_code: 97110
    specific: true
    separately_justified: true
  - code: 97530
    text:
      - {from: 'TA 97530', to: without a miss.}
    time_blocks:
      - {quote: '10:23-10:46', start: 10:23, stop: 10:46, minutes: 23}
    minutes: 23
    billed_units: 2
    interventions:
      - {quote: reciprocal stairs, reps: 12}
    cues:
      - {quote: VC for knee over toe, kind: verbal}
    goal_connections:
      - Stair practice so that she can reach her bedroom.
    elements:
      named_activity: met
      components: met
      skilled_direction: met
      clock_time: met
      goal_connection: met
      patient_response: met
    intended_code: '97530'
    specific: true
    separately_justified: true
pair:
  separate_time: met
  separate_justification: met
  clinical_link: met
  modifier_59: unknown
judged: []
findings:
  - [modifier-59-reminder, null]
"""


class NoteWriter:
    """Writes notes with their labels into one corpus. ``text`` and ``labels`` are those of the sound note."""

    text = TEXT
    labels = LABELS

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def __call__(
        self, *edits: tuple[str, str], text: str = TEXT, labels: str = LABELS, id: str = "w01-001"
    ) -> Path:
        """Writes one note, its labels changed by the edits (old, new), and returns the corpus directory."""
        notes = self.directory / "notes"
        notes.mkdir(exist_ok=True)
        for old, new in edits:
            assert labels.count(old) == 1, f"{old!r} must stand in the labels once"
            labels = labels.replace(old, new)
        with open(notes / f"{id}.txt", "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
        (notes / f"{id}.yaml").write_text(labels, encoding="utf-8")
        return self.directory


@pytest.fixture
def write_note(tmp_path: Path) -> NoteWriter:
    return NoteWriter(tmp_path)
