"""ThemeClusterer keeps scikit-learn's contract."""

import pickle

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.model_selection import ParameterGrid
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn.utils.estimator_checks import parametrize_with_checks

from textmine.causes.themes_estimator import ThemeClusterer
from textmine.errors import UsageError

# scikit-learn skips its numeric checks for estimators of texts, with a warning; the contract on texts is tested below.
pytestmark = pytest.mark.filterwarnings("ignore:Can't test estimator")


@parametrize_with_checks([ThemeClusterer()])
def test_contract(estimator, check):
    check(estimator)


@pytest.fixture(scope="module")
def data(segments):
    rows = segments()
    return [s.text for s in rows], [s.form for s in rows], [s.codes for s in rows]


@pytest.fixture(scope="module")
def fitted(data):
    texts, forms, codes = data
    return ThemeClusterer(5, draws=2).fit(texts, forms=forms, codes=codes)


def test_labels_belong_to_the_texts(fitted, data):
    texts, _, codes = data
    assert fitted.labels_.shape == (len(texts),)
    assert fitted.n_clusters_ == 5
    for theme in range(5):
        assert len({codes[i] for i in np.flatnonzero(fitted.labels_ == theme)}) == 1


def test_new_texts_go_to_the_theme_of_their_words(fitted, data):
    texts, _, _ = data
    at = texts.index(next(t for t in texts if "国库资金拨付缓慢" in t))
    assert fitted.predict(["县里国库资金拨付缓慢", "xyz"]).tolist() == [fitted.labels_[at], -1]


def test_clone_pickle_and_parameters(fitted, data):
    again = pickle.loads(pickle.dumps(fitted))
    assert (again.predict(data[0]) == fitted.predict(data[0])).all()
    assert clone(fitted).get_params() == fitted.get_params()
    assert not hasattr(clone(fitted), "labels_")


def test_fit_predict_equals_labels_in_a_pipeline_and_over_a_grid(data):
    texts = data[0]
    for params in ParameterGrid({"themeclusterer__n_clusters": [2, 4]}):
        pipe = make_pipeline(FunctionTransformer(), ThemeClusterer(draws=0)).set_params(**params)
        assert set(pipe.fit_predict(texts)) - {-1} == set(range(params["themeclusterer__n_clusters"]))


def test_too_few_texts_have_no_theme():
    model = ThemeClusterer().fit(["人手不足", "资金未到位"])
    assert model.labels_.tolist() == model.predict(["人手不足", "新的"]).tolist() == [-1, -1]


@pytest.mark.parametrize(
    ("X", "more", "message"),
    [("人手不足", {}, "a single text"), ([1.0], {}, "not a text"), (["人手"], {"forms": []}, "0 forms")],
)
def test_wrong_input_is_refused(X, more, message):
    with pytest.raises(UsageError, match=message):
        ThemeClusterer().fit(X, **more)
