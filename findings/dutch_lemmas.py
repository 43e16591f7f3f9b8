# simplemma lemmatises Dutch "leden" (members) to the verb "lijden" (to suffer), and "zonen" (sons) to "zone".
"""Lemmas of ordinary Dutch nouns and of their plurals.

"leden" is also the past tense of "lijden", and simplemma has one lemma per word form. A search by lemma for suffering
then finds every text about members, and a search for a member does not find its plural.
"""

from isolated import show

SCRIPT = """
import simplemma

for word in ("lid", "leden", "zoon", "zonen", "stad", "steden"):
    print(word, simplemma.lemmatize(word, lang="nl"))
"""
EXPECTED = """
lid lid
leden lijden
zoon zoon
zonen zone
stad stad
steden stad
"""

if __name__ == "__main__":
    show(["simplemma==2.0.0"], SCRIPT, EXPECTED)
