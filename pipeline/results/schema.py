"""The schema of the published tables: the core tables, and the tables of figures with their intervals."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from pipeline.records import Action, Role
from pipeline.results.column_types import Column, Table, category, flag, integer, share, text, time
from pipeline.results.column_types import number as decimal

_DIMENSION = category("dimension", "The dimension's id in the codebook.")

_CODE = category("code", "The code's id in the codebook.")

AGREEMENT = Table(
    name="agreement",
    row="one measure of agreement of some coders, on one code or a whole dimension",
    columns=(
        category(
            "kind",
            "Between people, or between a person and the model: only on what was coded blind, in interviews that the "
            "model did not learn from.",
            "human-human",
            "human-model",
        ),
        category("coders", "Who is compared; more than two names: all of them together."),
        _DIMENSION,
        category("code", "The code's id; empty text stands for the whole dimension."),
        category(
            "measure",
            "Share of coder pairs that agree; Cohen's kappa; Krippendorff's alpha, nominal; alpha with MASI between "
            "sets of codes; Gwet's AC1; Krippendorff's alpha for differently cut text.",
            "percent",
            "kappa",
            "alpha",
            "masi_alpha",
            "ac1",
            "unitizing_alpha",
        ),
        decimal("value", "The figure; empty where there is too little to say something.", optional=True),
        decimal("low", "Lower end of the interval, from drawing interviews again.", optional=True),
        decimal("high", "Upper end of the interval.", optional=True),
        share("confidence", "The confidence of the interval."),
        integer("fragments", "How many fragments at least two of the coders finished (unitizing: units)."),
        integer("interviews", "How many interviews those are from."),
        integer("given", "On how many of the fragments any of the coders gave the code."),
        text("models", "The models compared with; empty text between people."),
        text("note", "Why there is no figure or no interval, or how rough it is; empty text otherwise."),
        integer(
            "informed",
            "How many verdicts of these coders were given or changed after the verdict of another was open to view. "
            "Each counts here as it was before, or not at all where there was none before.",
            optional=True,
            since=3,
        ),
    ),
)

PREVALENCE = Table(
    name="prevalence",
    row="one estimate of how often a code occurs, in all interviews or in a group of them",
    columns=(
        category("by", "The interviews' column that makes the groups; empty text: all interviews."),
        category("group", "The value of that column; empty text: all interviews."),
        _DIMENSION,
        _CODE,
        category("of", "What the share is of.", "fragments", "words"),
        category(
            "estimate",
            "`machine`: what the model would show, as if never wrong (for comparison only); `reviewed`: what people "
            "read blind or coded by hand, weighted by the sampling probabilities; `corrected`: the model's scores, "
            "corrected by what people read. Rest claims on `corrected` or `reviewed`.",
            "machine",
            "reviewed",
            "corrected",
        ),
        share("share", "The estimated share; empty where there is too little to say something.", optional=True),
        share("low", "Lower end of the interval, which counts interviews, not fragments.", optional=True),
        share("high", "Upper end of the interval.", optional=True),
        share("confidence", "The confidence of the interval."),
        integer("fragments", "How many fragments the group has."),
        integer("interviews", "How many interviews the group has."),
        integer("read_fragments", "How many fragments people read blind or coded by hand, and the estimate rests on."),
        integer("read_interviews", "How many interviews those are from."),
        integer("given", "How many of the fragments read have the code."),
        share("power", "How much the model's scores count in the estimate, from not at all to fully.", optional=True),
        text("note", "Why there is no estimate or no interval; empty text otherwise."),
    ),
)

CERTIFICATES = Table(
    name="certificates",
    row="a code that the current model may, or may not yet, be trusted with alone (schema version 2)",
    columns=(
        category("certificate", "The certificate's id; empty where there is none.", optional=True),
        category("model", "The model whose suggestions are judged."),
        category("codebook", "The codebook's version and stamp."),
        _DIMENSION,
        _CODE,
        share("threshold", "The lowest probability from which the code may be accepted.", optional=True),
        share("bound", "The share of wrong codes among the accepted that the team bears."),
        share("confidence", "The confidence with which the share of wrong codes stays under the bound."),
        integer("fragments", "How many blind fragments had at least that probability.", optional=True),
        integer("interviews", "How many interviews those are from.", optional=True),
        integer("errors", "On how many of them people did not give the code.", optional=True),
        share("upper", "The upper limit of the share of wrong codes.", optional=True),
        integer(
            "needs", "About how many more blind verdicts a certificate would take, where that helps.", optional=True
        ),
        text("note", "Why there is no certificate; empty text otherwise."),
    ),
)

FIGURES = (AGREEMENT, PREVALENCE, CERTIFICATES)
"""The tables of figures, in the order of publication."""

SCHEMA_VERSION = 3
"""Written to every file's metadata as `schema_version`."""

_FRAGMENT = text("fragment", "The fragment's id: interview, start and end, as `int_01:90-262`.")

_INTERVIEW = category("interview", "The interview's id: its file name without suffix.")

TRANSCRIPTS = Table(
    name="transcripts",
    row="an interview",
    spread="metadata",
    columns=(
        text("interview", "The interview's id: its file name without suffix."),
        text("source", "The name of the file it was read from."),
        text("sha256", "The SHA-256 of that file's bytes, in hexadecimal."),
        category("format", "What kind of file it was, as `txt`, `docx` or `vtt`."),
        category("encoding", "How its text was encoded."),
        category(
            "roles_from",
            "How interviewer and respondent were told apart: by the codebook's labels, well-known labels, a guess, a "
            "model that proposes which sentences are the interviewer's (`proposed`), or somebody at the desk "
            "(`confirmed`).",
            "codebook",
            "labels",
            "guessed",
            "proposed",
            "confirmed",
        ),
        integer("turns", "How many turns it has."),
        integer("words", "How many words were said, by all speakers."),
        integer("fragments", "How many fragments it was cut into."),
        integer("reviewed_fragments", "How many of those at least one coder finished."),
        time("ingested_at", "When it was read."),
        Column(
            name="metadata",
            kind="map",
            description="What `interviews.csv` tells of it; each key is also a column `meta_<key>`.",
        ),
    ),
)

FRAGMENTS = Table(
    name="fragments",
    row="a fragment: a stretch of a respondent's words, coded or not",
    columns=(
        _FRAGMENT,
        _INTERVIEW,
        integer("turn", "The turn it lies in, counted from 0."),
        category("speaker", "Who speaks, as labelled in the transcript."),
        category("role", "The speaker's role.", *Role),
        integer("start", "Offset of its first character in the transcript's text, in code points from 0."),
        integer("end", "Offset after its last character."),
        text("text", "Its words: exactly the transcript's text from `start` to `end`."),
        integer("words", "How many words it has."),
        category("boundary", "How it was cut: `rules`, `learnt`, `sentence`, `turn`, `window`, `pause` or `hand`."),
        text("cut_by", "What cut it: the program's parts with their versions, or the coder."),
        flag("reviewed", "Whether at least one coder finished it; without a row in `codes` it then has no code."),
        flag("blind", "Whether it is coded before any suggestion is shown; hand-coded fragments are."),
        share("sampling_probability", "With which probability it was drawn to be blind; 1 for hand-coded fragments."),
    ),
)

CODES = Table(
    name="codes",
    row="a code that holds on a finished fragment, for one coder",
    columns=(
        _FRAGMENT,
        _INTERVIEW,
        _DIMENSION,
        _CODE,
        category(
            "origin",
            "How it came: given by hand, a suggestion accepted, given instead of a suggestion, or accepted under a "
            "certificate without a person.",
            "manual",
            "accepted",
            "changed",
            "auto",
        ),
        category("coder", "Who decided; empty text where nobody did, but a certificate."),
        flag("final", "Whether this coder's verdict on the fragment counts: the first finished, until adjudicated."),
        time("decided_at", "When."),
        share("probability", "The model's probability for the suggestion shown; empty without one.", optional=True),
        integer("rank", "Its rank in the dimension, 1 the most probable; empty without one.", optional=True),
        category("model", "The model that suggested it; empty without one.", optional=True),
        category("codebook", "The codebook's version and stamp at the decision."),
        flag("blind", "Whether it was decided without a suggestion on screen."),
        decimal("seconds", "How long the fragment was on screen before the decision, where known.", optional=True),
        integer(
            "decision",
            "The ledger entry that made it hold: `number` in `decisions`; empty where a certificate did.",
            optional=True,
        ),
        category(
            "certificate",
            "The certificate under which nobody had to look: `certificate` in `certificates`; empty otherwise.",
            optional=True,
            since=2,
        ),
        category(
            "code_given",
            "The code as it was given that day; `code` is what it counts as now, after changes of the codebook.",
            optional=True,
            since=3,
        ),
        flag(
            "retired", "Whether the code is retired: it keeps its verdicts and is not offered.", optional=True, since=3
        ),
    ),
)

SUGGESTIONS = Table(
    name="suggestions",
    row="what the model said of one code at one fragment",
    columns=(
        _FRAGMENT,
        _INTERVIEW,
        _DIMENSION,
        category("code", "The code's id; empty text stands for none in a dimension with at most one code."),
        share("probability", "The calibrated probability that the code holds."),
        integer("rank", "1 is the most probable of its dimension."),
        flag("suggested", "Whether the desk would show it."),
        category("model", "The model."),
        time("suggested_at", "When it was computed."),
        flag(
            "unlike",
            "Whether the interview looks unlike those the model learnt from: read its suggestions with care. Empty in "
            "results of schema version 1.",
            optional=True,
            since=2,
        ),
    ),
)

DECISIONS = Table(
    name="decisions",
    row="an entry of the ledger: every verdict ever given, in order, also those taken back",
    columns=(
        integer("number", "The entry's number in the ledger."),
        time("decided_at", "When."),
        category("coder", "Who."),
        _FRAGMENT,
        _INTERVIEW,
        category("action", "What was said of the code or the fragment.", *Action),
        category("dimension", "The dimension, where a code was decided on.", optional=True),
        category("code", "The code, where one was decided on.", optional=True),
        category("instead_of", "The suggested code that `code` replaced, for `changed`.", optional=True),
        flag("blind", "Whether no suggestion was on screen."),
        share("probability", "The probability of the suggestion shown; empty without one.", optional=True),
        integer("rank", "Its rank in the dimension; empty without one.", optional=True),
        category("model", "The model that suggested it; empty without one.", optional=True),
        category("codebook", "The codebook's version and stamp."),
        decimal("seconds", "How long the fragment was on screen before, where known.", optional=True),
        integer("undoes", "The entry that this one takes back, for `undone`.", optional=True),
        flag("live", "False once the entry was taken back."),
        category(
            "code_given",
            "The code as it was given that day; `code` and `instead_of` are what they count as now, after changes of "
            "the codebook.",
            optional=True,
            since=3,
        ),
        category(
            "instead_of_given", "The code that was replaced, as it was suggested that day.", optional=True, since=3
        ),
        flag(
            "informed",
            "Whether the coder could see the verdict of another coder on the fragment before; agreement leaves these "
            "entries out. Empty where an earlier version of drempel recorded the entry.",
            optional=True,
            since=3,
        ),
    ),
)

CODEBOOK = Table(
    name="codebook",
    row="a code of the codebook as it was at publication (schema version 3)",
    columns=(
        integer("position", "The code's place in the codebook, counted from 0."),
        _DIMENSION,
        text("dimension_label_nl", "The dimension's label in Dutch."),
        text("dimension_label_en", "The dimension's label in English."),
        category("values", "Whether at most one code of the dimension may hold on a fragment, or many.", "one", "many"),
        _CODE,
        category("parent", "The code above it in its dimension; empty without one.", optional=True),
        flag("retired", "Whether the code is retired: it keeps its verdicts and is not offered."),
        text("label_nl", "The code's label in Dutch."),
        text("label_en", "The code's label in English."),
        text("definition_nl", "The definition in Dutch; empty text without one."),
        text("definition_en", "The definition in English; empty text without one."),
        text("not_when_nl", "When not to use the code, in Dutch; empty text without that."),
        text("not_when_en", "When not to use the code, in English; empty text without that."),
        category("codebook", "The codebook's version and stamp."),
    ),
)

MEMOS = Table(
    name="memos",
    row="a memo in its latest wording, also those that a coder does not see yet (schema version 3)",
    columns=(
        integer("number", "The memo's number in the store."),
        category("about", "What the memo is about.", "study", "interview", "fragment", "code"),
        category("interview", "The interview, for a memo on an interview or a fragment.", optional=True),
        text("fragment", "The fragment's id, for a memo on a fragment.", optional=True),
        category("dimension", "The dimension's id, for a memo on a code or a dimension.", optional=True),
        category("code", "The code's id, for a memo on a code.", optional=True),
        category("coder", "Who wrote it."),
        time("written_at", "When this wording was written."),
        text("text", "The memo."),
    ),
)

CORE = (TRANSCRIPTS, FRAGMENTS, CODES, SUGGESTIONS, DECISIONS)
"""The tables that every publication has."""

CONTEXT = (CODEBOOK, MEMOS)
"""The tables beside the core tables: every publication of schema version 3 has them."""

TABLES: Mapping[str, Table] = MappingProxyType({table.name: table for table in (*CORE, *CONTEXT, *FIGURES)})
"""Every table by its name."""
