import pickle

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.model_selection import GridSearchCV
from sklearn.utils.estimator_checks import parametrize_with_checks

from textmine.causes import CauseCoder, load_codebook
from textmine.errors import UsageError

TEXTS = ["人手不足，一人多岗。", "技术骨干离职，人手紧张。", "设备老化，故障率高。", "系统老化，接口报错。"] * 3
CODES = [["staffing"], ["staffing"], ["technology"], ["technology"]] * 3


@pytest.fixture(scope="module")
def fitted():
    return CauseCoder(min_count=1, iterations=20).fit(TEXTS, CODES)


def test_learns_and_gives_probabilities_in_the_order_of_its_classes(fitted):
    assert fitted.predict(["编制少，人手不足。"]) == [("staffing",)]
    p = fitted.predict_proba(TEXTS)
    assert p.shape == (len(TEXTS), 16)
    assert tuple(fitted.classes_) == load_codebook().codes
    assert np.all((p >= 0) & (p <= 1))
    assert fitted.predict_proba([]).shape == (0, 16)
    assert fitted.score(TEXTS, CODES) == 1.0


def test_explains(fitted):
    assert fitted.explain("人手不足。").reasons[0].code == "staffing"


def test_clone_pickle_and_grid_search(fitted):
    assert clone(fitted).get_params() == fitted.get_params()
    assert pickle.loads(pickle.dumps(fitted)).predict(TEXTS) == fitted.predict(TEXTS)
    search = GridSearchCV(CauseCoder(min_count=1, iterations=5), {"l2": [0.3, 1.0]}, cv=2).fit(TEXTS, CODES)
    assert search.best_params_["l2"] in (0.3, 1.0)


def test_wrong_labels_are_refused():
    with pytest.raises(UsageError, match="weather"):
        CauseCoder().fit(["x"], [["weather"]])
    with pytest.raises(UsageError, match="1 texts but 0"):
        CauseCoder().fit(["x"], [])


@parametrize_with_checks([CauseCoder()])
def test_estimator_contract(estimator, check):
    check(estimator)
