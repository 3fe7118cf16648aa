"""French endings, written as English words of the same origin have them.

Nothing says in which language a text or a query is, and names mix languages. So words are told
apart by their endings, not by their texts: those below are French and hardly ever English, and
give way to the masculine form, or to the English one where there is such a word. `infirmière` and
`infirmiers` meet, `sécurité` meets `security`, `électriciennes` meet `electricians`, with the one
English stemmer for all. What English has of these endings (`technique`) stays as it is.
"""

_SHORTEST = 6
_SHORTEST_STEM = 2

# From a folded ending, without the s of the plural, to what takes its place.
_PEOPLE = {
    "teur": "tor",
    "teure": "tor",
    "teuse": "tor",
    "trice": "tor",
    "seur": "sor",
    "seure": "sor",
    "seuse": "sor",
    "eure": "eur",
    "euse": "eur",
    "ien": "ian",
    "ienne": "ian",
    "eenne": "een",
    "iere": "ier",
    "gere": "ger",
    "chere": "cher",
    "llere": "ller",
    "iste": "ist",
    "ante": "ant",
    "ente": "ent",
}
_QUALITIES = {
    "ique": "ic",
    "aire": "ary",
    "tif": "tive",
    "sif": "sive",
    "iel": "ial",
    "ielle": "ial",
    "ionnel": "ional",
    "ionnelle": "ional",
    "duel": "dual",
    "nuel": "nual",
    "suel": "sual",
    "tuel": "tual",
    "xuel": "xual",
    "uelle": "ual",
    "elle": "el",
    "iale": "ial",
    "icale": "ical",
    "ionale": "ional",
    "cipale": "cipal",
    "aux": "al",
    "isee": "ise",
    "iee": "ie",
    "chee": "che",
    "posee": "pose",
    "quee": "que",
    "rgee": "rge",
}
_THINGS = {
    "isme": "ism",
    "eaux": "eau",
    "urite": "urity",
    "alite": "ality",
    "ilite": "ility",
    "arite": "arity",
    "icite": "icity",
    "idite": "idity",
    "ivite": "ivity",
    "ersite": "ersity",
    "iete": "iety",
    "apie": "apy",
    "demie": "demy",
    "ergie": "ergy",
    "gogie": "gogy",
    "graphie": "graphy",
    "logie": "logy",
    "metrie": "metry",
    "nomie": "nomy",
    "pathie": "pathy",
    "phonie": "phony",
    "sophie": "sophy",
    "tomie": "tomy",
    "trie": "try",
}
_ENDINGS = {**_PEOPLE, **_QUALITIES, **_THINGS}
_LENGTHS = sorted({len(ending) for ending in _ENDINGS}, reverse=True)

# Words that English has with these endings, and French ones that mean something else without.
_WORDS_LEFT_ALONE = (
    "affaire alien amateur antique boutique catholique clique commissaire critique luminaire"
    " matrice millionaire motif mystique oblique physique questionnaire rationale solitaire"
    " technique travaux unique"
)
_LEFT_ALONE = frozenset(_WORDS_LEFT_ALONE.split())


def with_english_ending(word: str) -> str:
    """The folded word as its English cognate, or its masculine form, would be written."""
    bare = word[:-1] if word.endswith("s") else word
    if len(bare) < _SHORTEST - 1 or bare in _LEFT_ALONE:
        return word
    for length in _LENGTHS:
        ending = bare[-length:]
        if ending in _ENDINGS and len(bare) >= length + _SHORTEST_STEM:
            return bare[:-length] + _ENDINGS[ending]
    return word
