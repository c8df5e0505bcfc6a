"""Labels are clauses that somebody wrote; terms set a theme apart."""

from textmine.causes.labels import class_tfidf, clauses, distinct_labels, top_terms


def test_clauses_lose_their_lead_words_and_dates():
    assert clauses("一是因执法人员编制空缺，2人借调；二是由于影响面较大。") == ["执法人员编制空缺", "影响面较大"]


def test_negations_are_never_lead_words():
    assert clauses("目前未建立台账") == ["未建立台账"] or clauses("目前未建立台账") == ["目前未建立台账"]


def test_terms_of_one_class_weigh_more_than_common_ones():
    documents = [["人手", "不足"], ["人手", "不足"], ["资金", "不足"], ["资金", "不足"]]
    staffing, budget = class_tfidf(documents, [0, 0, 1, 1])
    assert staffing["人手"] > staffing["不足"]
    assert top_terms(budget, 1) == ("资金",)


def test_nested_terms_are_merged_and_single_characters_left_out():
    assert top_terms({"人手 不足": 3.0, "人手": 2.0, "缺": 1.5, "编制": 1.0}) == ("人手不足", "编制")


def test_labels_are_made_distinct():
    assert distinct_labels(["资金晚", "资金晚", "资金晚"], [(), ("国库",), ()]) == (
        "资金晚",
        "资金晚（国库）",
        "资金晚（2）",
    )
