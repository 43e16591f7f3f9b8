"""The sentences in which mistakes are told elsewhere, as forms that the desk recognises and can translate."""

from __future__ import annotations

from pipeline.review.wording import in_both

SENTENCES = (
    in_both("Cannot read %(file)s: %(why)s. %(remedy)s"),
    in_both(
        "%(file)s: interview %(interview)s is already in the study with other contents, and codes rest on "
        "them; nothing was changed. Give the new file another name to add it as an interview of its own."
    ),
    in_both("%(file)s in %(folder)s: %(why)s. Mend that and run it again; nothing was taken in."),
    in_both("%(file)s waits in the inbox: %(why)s. Run `drempel pseudonymise`."),
    in_both("%(file)s waits in the inbox: %(why)s."),
    in_both(
        "%(file)s: interview %(interview)s has other contents now, and of its %(judged)s fragments with codes "
        "%(lost)s stand in it no more; nothing was changed. If it is another interview, give it another name. "
        "If it is the same one, %(command)s takes it in, and lists those codes as orphans."
    ),
    in_both(
        "%(file)s: %(other)s beside it is interview %(interview)s already. Keep one of the two, or give this "
        "one another name."
    ),
    in_both("%(file)s, at %(place)s: %(why)s. Mend that line and try again."),
    in_both("No trained model in %(folder)s. Code some interviews, then run `drempel train`."),
    in_both(
        "Model %(model)s is refused: %(why)s. Run `drempel train` to make a new one. Until then the "
        "boundaries that come with drempel cut."
    ),
    in_both("Model %(model)s is refused: %(why)s. Run `drempel train` to make a new one."),
    in_both("Interview %(interview)s is not in the study. `drempel status` lists what is."),
    in_both("Fragment %(fragment)s is not in the study (any more). Reload the page or run `drempel status`."),
    in_both("Another drempel run is at work on this study (%(lock)s). Wait until it has ended and try again."),
    in_both("The store %(store)s cannot be used: %(why)s."),
    in_both("%(url)s: %(why)s. What is there stays as it was; mend that, or `url` in drempel.toml, and run it again."),
    in_both("No fragment was coded or reviewed yet. Code an interview by hand, then train again."),
    in_both("%(count)s fragments were reviewed, but none carries a code. Give codes to some, then train again."),
    in_both(
        "Only %(count)s hand-cut fragments fall on sentence ends, and boundaries need at least %(least)s. Cut "
        "more interviews by hand, or leave `unit` to the shipped rules."
    ),
    in_both("dimension %(dimension)s is not in the codebook; it has %(known)s"),
    in_both("code %(code)s is not in dimension %(dimension)s; it has %(known)s"),
    in_both("A coder needs a name."),
    in_both("There is no coder %(coder)s."),
    in_both("Nothing was recorded for %(fragment)s: %(why)s."),
    in_both("Codebook %(stamp)s is not known to the store, so nothing was recorded. Close the desk and open it again."),
    in_both("%(coder)s has not finished %(fragment)s, so that verdict cannot be the final one."),
    in_both("Memo %(number)s was rewritten meanwhile, or is not there. Reload the page."),
    in_both("Entry %(number)s is not one of %(coder)s; only one's own verdicts can be undone."),
    in_both("Entry %(number)s is undone already. Reload the page."),
    in_both("Entry %(number)s cannot be undone: %(why)s. Undo what was said later first."),
    in_both("%(first)s and %(second)s are not in the same turn, so they cannot be cut together."),
    in_both("Between %(first)s and %(second)s lies another fragment. Merge with the nearest first."),
    in_both("A fragment without words cannot be made. Choose another place for the boundary."),
    in_both("The fragments cannot be cut back: something was said of them since. Undo that first."),
    in_both("The choice cannot be taken back: somebody chose anew since."),
    in_both("The choice cannot be made again: somebody chose anew since."),
    in_both("The fragments cannot be cut again: something was said of them since."),
    in_both(
        "The columns of %(interview)s were changed by somebody else meanwhile, so nothing was stored. Look at "
        "them anew."
    ),
    in_both(
        "%(name)s is no file name that drempel can keep. Give the file a name of at most 120 characters that does "
        "not begin with a dot."
    ),
    in_both("%(name)s is in the inbox already. Give the new file another name."),
    in_both("No model is proposed. `drempel status` says when one is; `drempel train` makes one at once."),
    in_both("There is no table %(table)s in %(folder)s yet. Run `drempel publish` in the workspace first."),
    in_both("Cannot read %(file)s: %(why)s."),
    in_both("%(file)s, at %(place)s: %(why)s."),
    in_both("Nothing was published: unknown tables %(unknown)s, missing tables %(missing)s."),
    in_both("%(table)s, row %(row)s: missing %(columns)s, not in the contract %(others)s."),
    in_both("%(table)s, row %(row)s, column %(column)s: %(why)s."),
    in_both("%(table)s, rows %(first)s-%(last)s, column %(column)s: no %(kind)s."),
    in_both("%(table)s has %(rows)s rows, a sheet holds %(most)s: export CSV instead."),
    in_both("%(interview)s is unlike the interviews the model learnt from: %(why)s. Read its suggestions with care."),
    in_both("%(count)s batch(es) were done here instead of by a worker: %(why)s"),
)
"""Longer forms stand before shorter ones that they would be taken for."""
