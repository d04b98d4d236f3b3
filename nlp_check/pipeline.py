"""The spaCy side: a blank English pipeline with the note tokenizer, and the ``nlp_check`` component for other pipelines.

``spacy.blank("en").add_pipe("nlp_check")`` works in anybody's pipeline, whatever its tokenizer: the component reads the
text with its own tokenizer and lays what it found over the Doc as span groups (``nlp_check_interventions`` ...), which
survive DocBin. The exact evidence is kept as JSON bytes in ``doc.user_data`` and read back by ``evidence_of``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from nlp_check.components.model_file import load_model
from nlp_check.components.tokenizer import note_tokenizer
from nlp_check.errors import InputError
from nlp_check.evidence import Extractor
from nlp_check.lexicon.loader import load_lexicon
from nlp_check.records.evidence import NoteEvidence
from nlp_check.records.note import Note

KEY = "nlp_check"
GROUPS = ("narratives", "time_blocks", "interventions", "cues", "measures", "goal_connections")
MAX_LENGTH = 100_000_000


def note_pipeline() -> Language:
    """spaCy's blank English with the note tokenizer, for texts of any length."""
    nlp = spacy.blank("en")
    nlp.tokenizer = note_tokenizer(nlp)
    nlp.max_length = MAX_LENGTH
    return nlp


@Language.factory(KEY, default_config={"codes": None})
def create_component(nlp: Language, name: str, codes: list[str] | None) -> NoteComponent:
    """The factory spaCy calls. ``codes``: billed codes where the text does not name them."""
    return NoteComponent(codes)


class NoteComponent:
    """Extracts evidence from each Doc. Sets ``doc.spans["nlp_check_*"]`` and ``doc.user_data["nlp_check"]``; needs nothing."""

    def __init__(self, codes: list[str] | None = None) -> None:
        self.codes = codes
        self._load()

    def _load(self) -> None:
        self._extractor = Extractor(load_lexicon(), load_model())

    def __getstate__(self) -> dict[str, object]:
        return {"codes": self.codes}

    def __setstate__(self, state: dict[str, object]) -> None:
        self.codes = state["codes"]  # type: ignore[assignment]
        self._load()

    def __call__(self, doc: Doc) -> Doc:
        """Adds the evidence to ``doc``."""
        from nlp_check.records.note import ClaimLine

        claim = None if self.codes is None else tuple(ClaimLine(code) for code in self.codes)
        note = Note(text=doc.text, claim=claim)
        evidence = self._extractor.extract(note).evidence
        doc.user_data[KEY] = msgspec.json.encode(evidence).decode()
        for group in GROUPS:
            doc.spans[f"{KEY}_{group}"] = SpanGroup(doc, name=f"{KEY}_{group}", spans=list(_spans(doc, evidence, group)))
        return doc

    def pipe(self, docs: Iterable[Doc], batch_size: int = 128) -> Iterator[Doc]:
        """The same for a stream of Docs."""
        for doc in docs:
            yield self(doc)

    def to_disk(self, path: object, exclude: Iterable[str] = ()) -> None:
        """Nothing to write: lexicon and model belong to the installed package."""

    def from_disk(self, path: object, exclude: Iterable[str] = ()) -> NoteComponent:
        """Nothing to read."""
        return self

    def to_bytes(self, exclude: Iterable[str] = ()) -> bytes:
        """Nothing to write."""
        return b""

    def from_bytes(self, data: bytes, exclude: Iterable[str] = ()) -> NoteComponent:
        """Nothing to read."""
        return self


def _spans(doc: Doc, evidence: NoteEvidence, group: str) -> Iterator[Span]:
    """The spans of one kind, widened to the Doc's own token bounds; the label is the billed code."""
    for narrative in evidence.narratives:
        found = narrative.spans if group == "narratives" else [item.span for item in getattr(narrative, group)]
        for start, stop in found:
            span = doc.char_span(start, stop, label=narrative.code, alignment_mode="expand")
            if span is not None:
                yield span


def evidence_of(doc: Doc) -> NoteEvidence:
    """The evidence that the component left in ``doc``, with exact code-point offsets.

    InputError if the component has not run, or the Doc came through a DocBin without ``store_user_data=True``
    (its span groups are there all the same).
    """
    stored = doc.user_data.get(KEY)
    if not isinstance(stored, str):
        raise InputError("the Doc holds no nlp_check evidence: run the nlp_check component first")
    return msgspec.json.decode(stored, type=NoteEvidence)
