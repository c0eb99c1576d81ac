from fileorg.classify import classify, score
from fileorg.packs import get_pack
from fileorg.packs.base import Category
from fileorg.text import count_phrase


def test_counts_whole_words_only():
    assert count_phrase("irs, IRS and first", "irs") == 2


def test_counts_phrases_across_punctuation():
    assert count_phrase("Amount due: 3. The amount  due", "amount due") == 2


def test_an_empty_phrase_is_nowhere():
    assert count_phrase("text", "") == 0


def test_a_phrase_weighs_as_much_as_its_words():
    assert score("amount due on invoice", Category("x", "X", ("amount due", "invoice", "tax"))) == 3.0


def test_unsure_is_unsorted():
    result = classify("dear party: receipt, warranty, invoice", get_pack("generic"), min_confidence=0.9)
    assert result.category == "unsorted"
    assert result.keywords == ()


def test_finds_postal_codes_once():
    result = classify("IRS, Austin 73301 and 73301-0001, again 73301", get_pack("usa"))
    assert result.postal_codes == ("73301", "73301-0001")
