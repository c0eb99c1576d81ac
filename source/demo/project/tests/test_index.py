from fileorg.index import SearchIndex


def index_of(*texts):
    index = SearchIndex()
    for number, text in enumerate(texts, start=1):
        index.add(number, text)
    return index


def test_finds_documents_with_every_word():
    assert index_of("red house", "red car", "blue house").search("House, RED") == [1]


def test_puts_those_that_say_it_most_often_first():
    assert index_of("tax", "tax tax", "tax form tax tax").search("tax") == [3, 2, 1]


def test_forgets_a_document():
    index = index_of("red", "red")
    index.remove(1)
    assert index.search("red") == [2]


def test_adding_again_replaces():
    index = index_of("red")
    index.add(1, "blue")
    assert (index.search("red"), index.search("blue")) == ([], [1])


def test_an_empty_query_finds_nothing():
    assert index_of("red").search(" - ") == []
