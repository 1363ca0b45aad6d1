r"""Learns the weights of `intents/rules/learnt.toml` from labelled messages. A development tool.

    python -m tools.learn_rules tests/data/understanding/own_messages.jsonl CHAT.jsonl PETITIONS.jsonl \
        --unlabelled MORE.jsonl.gz --without MEASURED.jsonl [--output F]

Labelled lines have `text` and `category`, petitions also `title`, chat messages `intent`. What is learnt is
a linear model over pieces of 1 to 3 characters, in the shape the rules have: a term, how rare it is, and what
it says for each category and intent. It learns what the hand-written rules leave open: their scores are
given, the learnt ones come on top. Every fifth message is held out first to fit the temperatures; petitions
without labels are labelled by a first model where it is sure and count less. Those that are measured with
(`--without`) stay out of these too. What was tried instead stands in docs/decisions/0007.
scikit-learn and scipy are needed here only.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize, minimize_scalar
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.feature_selection import chi2

from intents.rule import COLUMNS, NO_CATEGORY, Learnt, RuleSet, parse_rules
from intents.terms import CompiledRules, compile_rules, length_term
from intents.text import tidy
from intents.verdict import Category
from intents.weigh import weigh

RULES = Path(__file__).parent.parent / "intents" / "rules"
TEXT_LENGTH = 300
#: One point of a hand-written rule against the margin of 1 that a learnt score is trained to.
HAND_SHARE = 0.18
#: Messages to come are less like those learnt from than the held-out ones, which have the same writers.
UNSEEN = 1.2
#: What petitions without labels count, by title and by text: a text's label comes mostly from itself.
UNLABELLED_WEIGHTS = (0.5, 0.1)
UNLABELLED_MARGIN = 0.3
#: Chat is what will be read, and its 3,600 short messages would weigh little beside 20,000 petitions' views.
CHAT_WEIGHT = 2.2
REGULAR = 1.4
#: Smaller weights, in points, are left out of the file.
LEAST = 2.0
#: What a message teaches about the categories it is also about: half a yes.
SECONDARY_SIGN = 0.5
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEF"

Array = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Example:
    """One text to learn from; an empty category or intent means that it teaches none."""

    text: str
    category: str
    intent: str
    secondary: tuple[str, ...] = ()
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Model:
    """Term weights (terms x columns) over a vectorizer's terms, and start values."""

    terms: tuple[str, ...]
    rarity: Array
    weights: Array
    biases: Array


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The JSON lines of a file, plain or gzipped."""
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line) for line in content.decode().split("\n") if line]


def examples_of(row: dict[str, Any]) -> list[Example]:
    """A petition teaches by its title and by its text, a chat message by its text."""
    if "intent" in row:
        return [Example(row["text"], row["category"] or NO_CATEGORY, row["intent"], tuple(row["secondary"]),
                        CHAT_WEIGHT)]
    return [Example(text, row["category"], "", tuple(row["secondary"]))
            for text in (row["title"], row["text"][:TEXT_LENGTH])]


def marked(text: str, rules: CompiledRules) -> str:
    """The text as the rules read it: tidied, without incidental phrases, with its marks."""
    read = rules.unread.blanked(tidy(text).text)
    return f"^{read}{length_term(read)}"


def train(examples: Sequence[Example], rules: CompiledRules, most_terms: int, iterations: int) -> Model:
    """A model of the examples on top of what the hand-written rules say."""
    texts = [marked(example.text, rules) for example in examples]
    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), min_df=3, lowercase=False)
    matrix = csr_matrix(vectorizer.fit_transform(texts))
    names = vectorizer.get_feature_names_out()
    kept = choose_terms(matrix, examples, names, most_terms)
    hand = HAND_SHARE * np.array([weigh(example.text, rules).scores for example in examples])
    # The lengths stay those of the chosen terms: they are all the rules will know.
    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), lowercase=False, vocabulary=kept)
    matrix = csr_matrix(vectorizer.fit_transform(texts))
    weights = np.zeros((len(kept), len(COLUMNS)))
    biases = np.zeros(len(COLUMNS))
    split = len(Category) + 1
    for part, labels, balance in ((slice(0, split), [example.category for example in examples], 0.25),
                                  (slice(split, len(COLUMNS)), [example.intent for example in examples], 0.5)):
        rows = np.flatnonzero([bool(label) for label in labels])
        codes = [COLUMNS[part][place].partition(".")[2] for place in range(len(COLUMNS[part]))]
        taught = [labels[row] for row in rows]
        share = np.array([examples[row].weight for row in rows]) * balancing(taught, balance)
        signs = np.where(np.array(taught)[:, None] == np.array(codes)[None], 1.0, -1.0)
        for place, row in enumerate(rows):
            for further in examples[row].secondary if part.start == 0 else ():
                signs[place, codes.index(further)] = SECONDARY_SIGN
        weights[:, part], biases[part] = fit(matrix[rows], signs, hand[rows, part], share, iterations)
    return Model(tuple(kept), vectorizer.idf_, weights, biases)


def choose_terms(matrix: csr_matrix, examples: Sequence[Example], names: Array, most: int) -> list[str]:
    """The terms that tell categories apart best (by chi-squared), and half as many that tell intents apart."""
    chosen: dict[str, None] = {}
    for labels, count in (([example.category for example in examples], most * 2 // 3),
                          ([example.intent for example in examples], most // 3)):
        rows = np.flatnonzero([bool(label) for label in labels])
        telling = np.nan_to_num(chi2(matrix[rows], [labels[row] for row in rows])[0])
        chosen.update((str(names[place]), None) for place in np.argsort(-telling)[:count])
    return list(chosen)


def balancing(labels: Sequence[str], power: float) -> Array:
    """Weights that lift rare labels: power 0 leaves them, 1 makes all labels equal."""
    counts = Counter(labels)
    mean = len(labels) / len(counts)
    return np.array([(mean / counts[label]) ** power for label in labels])


def fit(matrix: csr_matrix, signs: Array, given: Array, share: Array, iterations: int) -> tuple[Array, Array]:
    """Squared hinge loss, one column against the rest, on top of given scores."""
    terms, columns = matrix.shape[1], signs.shape[1]
    turned = matrix.T.tocsr()

    def loss(flat: Array) -> tuple[float, Array]:
        weights = flat[:-columns].reshape(terms, columns)
        short = np.maximum(1 - signs * (matrix @ weights + flat[-columns:] + given), 0)
        weighted = share[:, None] * short
        slope = -2 * signs * weighted
        value = float((weighted * short).sum() + REGULAR * (weights * weights).sum())
        return value, np.concatenate([(turned @ slope + 2 * REGULAR * weights).ravel(), slope.sum(0)])

    found = minimize(loss, np.zeros((terms + 1) * columns), jac=True, method="L-BFGS-B",
                     options={"maxiter": iterations, "maxcor": 6}).x
    return found[:-columns].reshape(terms, columns), found[-columns:]


def as_rules(
    model: Model, hand: RuleSet, least: float, degrees: tuple[float, float] = (1.0, 1.0)
) -> tuple[str, RuleSet]:
    """The model as the text of learnt.toml, and the rules with it. Weights below `least` are left out."""
    lines = ["[learnt.codes]"]
    lines += [f'{letter} = "{column} {bias / HAND_SHARE:.2f}"'
              for letter, column, bias in zip(LETTERS, COLUMNS, model.biases, strict=True)]
    lines += ["", "[learnt]", f"temperature = {degrees[0]}", f"intent_temperature = {degrees[1]}", "terms = '''"]
    # A weight is written as it is summed: times rarity, in the points of the hand-written rules.
    points = model.weights * model.rarity[:, None] / HAND_SHARE
    for term, rarity, row in zip(model.terms, model.rarity, points, strict=True):
        said = "".join(f" {letter}{weight:.1f}" for letter, weight in zip(LETTERS, row, strict=True)
                       if abs(weight) >= least)
        if said and "'" not in term and "\n" not in term and "_" not in term:
            lines.append(f"{term.replace(' ', '_')} {rarity:.1f}{said}")
    lines.append("'''")
    text = "\n".join(lines) + "\n"
    return text, replace(hand, learnt=parse_rules(text).learnt)


def main() -> None:
    """Reads the files, learns, prints what came out and writes the rules file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--unlabelled", nargs="*", type=Path, default=[])
    parser.add_argument("--without", nargs="*", type=Path, default=[])
    parser.add_argument("--output", type=Path, default=RULES / "learnt.toml")
    parser.add_argument("--terms", type=int, default=24_000)
    parser.add_argument("--least", type=float, default=LEAST)
    parser.add_argument("--iterations", type=int, default=120)
    asked = parser.parse_args()
    hand = replace(parse_rules((RULES / "rules.toml").read_text(encoding="utf-8")),
                   learnt=Learnt(1.0, 1.0, (0.0,) * len(COLUMNS), ()))
    rules = compile_rules(hand)
    rows = [row for path in asked.files for row in read_rows(path)]
    kept = [example for place, row in enumerate(rows) if place % 5 for example in examples_of(row)]
    held = [example for place, row in enumerate(rows) if not place % 5 for example in examples_of(row)]
    first = train(kept, rules, asked.terms, asked.iterations)
    _, tried = as_rules(first, hand, asked.least)
    degrees = (temperature(held, compile_rules(tried), "category"),
               temperature(held, compile_rules(tried), "intent"))
    measured = [row for path in asked.without for row in read_rows(path)]
    more = self_labelled(asked.unlabelled, {row.get("title", "") for row in (*rows, *measured)},
                         compile_rules(tried))
    print(f"labelled {len(rows)}, self-labelled texts {len(more)}, temperatures {degrees}")
    model = train([example for row in rows for example in examples_of(row)] + more, rules, asked.terms,
                  asked.iterations)
    text, _ = as_rules(model, hand, asked.least, degrees)
    asked.output.write_text(HEAD + text, encoding="utf-8")
    print(f"{asked.output}: {len((HEAD + text).encode()) // 1024} KB, {text.count(chr(10))} lines")


def temperature(examples: Sequence[Example], rules: CompiledRules, kind: str) -> float:
    """The temperature at which the held-out labels are least surprising."""
    split = len(Category) + 1
    part = slice(0, split) if kind == "category" else slice(split, len(COLUMNS))
    codes = [column.partition(".")[2] for column in COLUMNS[part]]
    taught = [example for example in examples if getattr(example, kind)]
    scores = np.array([weigh(example.text, rules).scores[part] for example in taught])
    right = np.array([codes.index(getattr(example, kind)) for example in taught])
    print(f"held out, {kind}: {(scores.argmax(1) == right).mean():.3f} right of {len(right)}")

    def surprise(degree: float) -> float:
        even = scores / degree
        even = even - even.max(1, keepdims=True)
        return float(np.mean(np.log(np.exp(even).sum(1)) - even[np.arange(len(right)), right]))

    return round(UNSEEN * float(minimize_scalar(surprise, bounds=(0.2, 10), method="bounded").x), 2)


def self_labelled(paths: Sequence[Path], known: set[str], rules: CompiledRules) -> list[Example]:
    """Petitions without labels, labelled where title and text agree and the margin is wide."""
    found: list[Example] = []
    seen = set(known)
    for row in (row for path in paths for row in read_rows(path)):
        if row["title"] in seen:
            continue
        seen.add(row["title"])
        views = [weigh(text, rules).scores[: len(Category)] for text in (row["title"], row["text"][:TEXT_LENGTH])]
        both = np.array(views[0]) + np.array(views[1])
        best, second = np.argsort(-both)[:2]
        if both[best] - both[second] > 2 * UNLABELLED_MARGIN / HAND_SHARE:
            category = list(Category)[int(best)]
            found += [Example(text, category, "", weight=weight) for text, weight in
                      zip((row["title"], row["text"][:TEXT_LENGTH]), UNLABELLED_WEIGHTS, strict=True)]
    return found


HEAD = """\
# 邻里的规则:学到的部分。由 tools/learn_rules.py 从已标注的来信生成;要调整请改 rules.toml。
# 每行一个词:词(空格写成 _,^ 是开头,$1 到 $7 是长短)、稀有度、各类的分值(字母见 codes,后面是起始分)。
"""

if __name__ == "__main__":
    main()
