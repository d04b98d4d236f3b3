"""M02 missing-signature."""

from __future__ import annotations

from nlp_check.rules.base import Example, Hit, Hits, NarrativeView, NoteView, Rule


class MissingSignature(Rule):
    """The note shows no signature with professional designation.

    A required element of a Medicare treatment note (CMS Pub. 100-02 ch. 15 s. 220.3.E).
    """

    id = "M02"
    name = "missing-signature"
    severity = "error"
    what = "No signature with professional designation."
    why = "Medicare requires the note to show who furnished the service and with what qualification."
    examples = (
        Example(
            "unsigned",
            "97110: SLR 3x10 2#. Total timed min 20, total tx min 35.",
            ("97110",),
            policy="medicare",
        ),
        Example(
            "name-without-designation",
            "97110: SLR 3x10 2#. Total timed min 20, total tx min 35.\nJane Doe",
            ("97110",),
            policy="medicare",
        ),
        Example(
            "signed",
            "97110: SLR 3x10 2#. Total timed min 20, total tx min 35.\nE-signed: Jane Doe, PT, DPT",
            policy="medicare",
        ),
        Example("not-asked-under-strict", "97110 9:00-9:20: SLR 3x10 2#."),
    )

    def check_narrative(self, narrative: NarrativeView, note: NoteView) -> Hits:
        if note.evidence.signature is not None:
            return ()
        message = "No signature with professional designation is in the note."
        return (
            Hit(narrative.evidence.anchor, message, "Who treated the patient, and with which credentials?"),
        )
