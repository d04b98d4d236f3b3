"""The ``nlp_check`` component in somebody else's spaCy pipeline."""

from __future__ import annotations

import pickle

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from nlp_check import Checker
from nlp_check.errors import InputError
from nlp_check.pipeline import GROUPS, KEY, NoteComponent, evidence_of
from nlp_check.records.evidence import NoteEvidence

TEXT = (
    "😀 Pt seen 3/12.\r\n"
    "TE 97110, 10:05am-10:23am, 2 units: seated leg press 3 x 15 at 40 lbs, SLR 3x10 2# for R quad strength. "
    "Quad strength 4-/5 (was 3+/5). Quad strength is needed to climb the stairs at his house.\r\n"
    "\tTA 97530, 10:25am-10:40am, 1 unit: stairs x4 with one rail, VC to shift weight onto the R leg. "
    "Stairs practised so that he can get to his bedroom upstairs."
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    """A stock pipeline: the stock tokenizer, whose tokens are not the component's own."""
    pipeline = spacy.blank("en")
    pipeline.add_pipe(KEY)
    return pipeline


@pytest.fixture(scope="module")
def doc(nlp: Language) -> Doc:
    return nlp(TEXT)


def test_the_stock_tokenizer_stays(doc: Doc) -> None:
    assert [token.text for token in doc] == [token.text for token in spacy.blank("en")(TEXT)]
    assert doc.text == TEXT


def test_both_codes_are_found(doc: Doc) -> None:
    assert [narrative.code for narrative in evidence_of(doc).narratives] == ["97110", "97530"]


def quotes(doc: Doc, group: str) -> list[tuple[str, str]]:
    return [(span.label_, span.text) for span in doc.spans[f"{KEY}_{group}"]]


@pytest.mark.parametrize("group", GROUPS)
def test_span_groups_hold_what_the_evidence_holds(doc: Doc, group: str) -> None:
    """Widened to the Doc's own tokens, so each span holds its quote."""
    exact = [
        (narrative.code, TEXT[slice(*(one if isinstance(one, tuple) else one.span))])
        for narrative in evidence_of(doc).narratives
        for one in (narrative.spans if group == "narratives" else getattr(narrative, group))
    ]
    found = quotes(doc, group)
    assert exact
    assert [label for label, _ in found] == [code for code, _ in exact]
    assert all(quote in text for (_, text), (_, quote) in zip(found, exact, strict=True))


def test_offsets_are_of_the_exact_text(doc: Doc) -> None:
    blocks = [block for narrative in evidence_of(doc).narratives for block in narrative.time_blocks]
    assert [TEXT[slice(*block.span)] for block in blocks] == ["10:05am-10:23am", "10:25am-10:40am"]


def test_the_same_as_the_checker_finds(doc: Doc, checker: Checker) -> None:
    report = checker.check(TEXT)
    evidence = evidence_of(doc)
    for found, told in zip(evidence.narratives, report.narratives, strict=True):
        assert (found.spans, found.interventions, found.cues, found.measures) == (
            told.spans, told.interventions, told.cues, told.measures,
        )  # fmt: skip


def test_codes_may_be_given_where_the_text_names_none() -> None:
    pipeline = spacy.blank("en")
    pipeline.add_pipe(KEY, config={"codes": ["97110"]})
    doc = pipeline("SLR 3x10 2# and leg press 3x15 40# for R quad strength.")
    assert [narrative.code for narrative in evidence_of(doc).narratives] == ["97110"]


@pytest.mark.parametrize("text", ["", " ", "\r\n\t", "😀", "Pt feels well."], ids=ascii)
def test_a_text_without_a_code(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert evidence_of(doc) == NoteEvidence(narratives=())
    assert all(len(doc.spans[f"{KEY}_{group}"]) == 0 for group in GROUPS)


def test_pipe_is_the_same_in_order(nlp: Language) -> None:
    texts = [TEXT, "", "97110: SLR 3x10", TEXT[20:]]
    assert [evidence_of(doc) for doc in nlp.pipe(texts, batch_size=2)] == [
        evidence_of(nlp(text)) for text in texts
    ]


class TestDocBin:
    def test_span_groups_survive(self, doc: Doc) -> None:
        packed = DocBin(docs=[doc]).to_bytes()
        (back,) = DocBin().from_bytes(packed).get_docs(spacy.blank("en").vocab)
        assert {group: quotes(back, group) for group in GROUPS} == {
            group: quotes(doc, group) for group in GROUPS
        }

    def test_the_evidence_survives_with_user_data(self, doc: Doc) -> None:
        packed = DocBin(docs=[doc], store_user_data=True).to_bytes()
        (back,) = DocBin().from_bytes(packed).get_docs(spacy.blank("en").vocab)
        assert evidence_of(back) == evidence_of(doc)

    def test_without_user_data_it_is_said_to_be_missing(self, doc: Doc) -> None:
        packed = DocBin(docs=[doc]).to_bytes()
        (back,) = DocBin().from_bytes(packed).get_docs(spacy.blank("en").vocab)
        with pytest.raises(InputError, match="no nlp_check evidence"):
            evidence_of(back)


def test_a_doc_that_the_component_has_not_seen() -> None:
    with pytest.raises(InputError, match="run the nlp_check component first"):
        evidence_of(spacy.blank("en")(TEXT))


def test_the_error_holds_no_text_of_the_note() -> None:
    with pytest.raises(InputError) as caught:
        evidence_of(spacy.blank("en")("leg press by Jane Doe"))
    assert "press" not in str(caught.value)
    assert "Jane" not in str(caught.value)


class TestMoving:
    def test_the_component_can_be_pickled(self, doc: Doc) -> None:
        component = NoteComponent(codes=["97110"])
        again = pickle.loads(pickle.dumps(component))
        assert again.codes == ["97110"]
        given = component(spacy.blank("en")(TEXT))
        assert evidence_of(again(spacy.blank("en")(TEXT))) == evidence_of(given)

    def test_a_pickled_component_is_small(self) -> None:
        """It carries its settings: lexicon and model belong to the installed package."""
        assert len(pickle.dumps(NoteComponent())) < 1000

    def test_the_pipeline_survives_the_disk(self, tmp_path, doc: Doc) -> None:
        pipeline = spacy.blank("en")
        pipeline.add_pipe(KEY, config={"codes": None})
        pipeline.to_disk(tmp_path / "pipeline")
        again = spacy.load(tmp_path / "pipeline")
        assert again.pipe_names == [KEY]
        assert evidence_of(again(TEXT)) == evidence_of(doc)

    def test_the_pipeline_survives_bytes(self, nlp: Language, doc: Doc) -> None:
        again = spacy.blank("en")
        again.add_pipe(KEY)
        again.from_bytes(nlp.to_bytes())
        assert evidence_of(again(TEXT)) == evidence_of(doc)
