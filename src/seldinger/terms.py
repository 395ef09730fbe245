"""The shared vocabulary: every word that more than one room uses, defined once."""

from enum import StrEnum


class Modality(StrEnum):
    """The five transarterial treatments, in the order every view prints them."""

    TAE = "tae"
    CTACE = "ctace"
    DEB_TACE = "deb_tace"
    Y90_GLASS = "y90_glass"
    Y90_RESIN = "y90_resin"

    @property
    def label(self) -> str:
        """Return the name spoken at the board."""
        return _MODALITY_LABELS[self]

    @property
    def embolic(self) -> bool:
        """Return whether occlusion of the artery is the aim (not so for radioembolization, A53)."""
        return self in EMBOLIC


_MODALITY_LABELS = {
    Modality.TAE: "TAE",
    Modality.CTACE: "cTACE",
    Modality.DEB_TACE: "DEB-TACE",
    Modality.Y90_GLASS: "Y-90 glass",
    Modality.Y90_RESIN: "Y-90 resin",
}
EMBOLIC = frozenset({Modality.TAE, Modality.CTACE, Modality.DEB_TACE})
RADIOEMBOLIC = frozenset({Modality.Y90_GLASS, Modality.Y90_RESIN})


class Verdict(StrEnum):
    """What the rules say of one modality for one patient, in order of precedence (first hit wins)."""

    CONTRAINDICATED = "contraindicated"
    NOT_INDICATED = "not_indicated"
    DEFER = "defer"
    MODIFIED = "modified"
    ELIGIBLE = "eligible"

    @property
    def bars(self) -> bool:
        """Return whether the treatment may not go ahead as things stand."""
        return self in BARS

    @property
    def label(self) -> str:
        """Return the word a view prints."""
        return self.value.replace("_", " ")


BARS = frozenset({Verdict.CONTRAINDICATED, Verdict.NOT_INDICATED, Verdict.DEFER})
UNDETERMINED = "undetermined"  # the printed word for a set of several verdicts, never a verdict


class Kind(StrEnum):
    """What a rule is for; it belongs to the rule, while strength belongs to each citation."""

    HAZARD = "hazard"  # a lasting danger
    NO_BENEFIT = "no_benefit"  # no danger, but no reason either
    TEMPORARY = "temporary"  # treat first, then ask again
    MODIFIES = "modifies"  # go ahead in a changed form
    CAUTION = "caution"  # text only
    SUPPORT = "support"  # text only, never necessary


class Strength(StrEnum):
    """How strongly a source puts it, in the source's own words."""

    ABSOLUTE = "absolute"
    OTHER = "other"
    ELIGIBILITY = "eligibility"
    UNLABELLED = "unlabelled"
    SUPPORTING = "supporting"


class Status(StrEnum):
    """Who has read a piece of knowledge at its source."""

    READ = "read"
    SECONDARY = "secondary"  # quoted from another work that was read
    UNVERIFIED = "unverified"  # background knowledge: may ask, caution or defer; never bars, doses or grades
    LOCAL = "local"  # a centre's own

    @property
    def decides(self) -> bool:
        """Return whether this status alone may decide a verdict (two secondary sources may, together)."""
        return self in (Status.READ, Status.LOCAL)


class Group(StrEnum):
    """Who can supply a missing fact, in the fixed order in which open questions are printed."""

    SCOPE = "scope"
    REASON = "reason to treat"
    IMAGING = "imaging"
    LABORATORY = "laboratory"
    HISTORY = "history"
    JUDGEMENT = "clinician's judgement"
    ANGIOGRAPHY = "at mapping or angiography"


class Response(StrEnum):
    """Response categories; MR has no RECIST equivalent and stays a category of its own (B97)."""

    CR = "CR"
    PR = "PR"
    MR = "MR"
    SD = "SD"
    PD = "PD"
    NE = "NE"


class Grade(StrEnum):
    """Grades of either edition; a set of these is an answer."""

    G1 = "G1"
    G2 = "G2"
    NET_G3 = "NET G3"
    NEC_G3 = "NEC G3"  # WHO 2010 knows only this one above 20 %
    NEC = "NEC"


class Certainty(StrEnum):
    """GRADE-like certainty of a body of evidence."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very low"


EMBOLIC_AGENTS = ("lipiodol", "gelatin_foam", "pva", "microspheres", "drug_eluting_beads", "y90_glass", "y90_resin")
SYSTEMIC_OPTIONS = ("somatostatin analogue", "chemotherapy", "interferon alpha", "everolimus", "sunitinib", "PRRT")

DISCLAIMER = (
    "Research and education software, not a medical device. It informs a multidisciplinary board; it never orders "
    "or ranks. Every statement must be checked against its source before it is acted on."
)
